// Where the usual mail houses listen, so that most people only type their address and password.
import type { components } from "@/api/schema";

type TlsMode = components["schemas"]["TlsMode"];
export type Preset = {
  key: string;
  name: string;
  host: string;
  port: number;
  tls: TlsMode;
  domains: string[];
};

/** From the houses' own help pages, read in November 2026. */
export const PRESETS: Preset[] = [
  { key: "ovh", name: "OVHcloud", host: "ssl0.ovh.net", port: 465, tls: "implicit", domains: [] },
  {
    key: "gmail",
    name: "Gmail, Google Workspace",
    host: "smtp.gmail.com",
    port: 465,
    tls: "implicit",
    domains: ["gmail.com", "googlemail.com"],
  },
  {
    key: "microsoft",
    name: "Microsoft 365, Outlook",
    host: "smtp.office365.com",
    port: 587,
    tls: "start_tls",
    domains: ["outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr"],
  },
  {
    key: "orange",
    name: "Orange",
    host: "smtp.orange.fr",
    port: 465,
    tls: "implicit",
    domains: ["orange.fr", "wanadoo.fr"],
  },
  { key: "free", name: "Free", host: "smtp.free.fr", port: 465, tls: "implicit", domains: ["free.fr"] },
  {
    key: "sfr",
    name: "SFR",
    host: "smtp.sfr.fr",
    port: 465,
    tls: "implicit",
    domains: ["sfr.fr", "neuf.fr"],
  },
  {
    key: "laposte",
    name: "La Poste",
    host: "smtp.laposte.net",
    port: 465,
    tls: "implicit",
    domains: ["laposte.net"],
  },
  { key: "ionos", name: "IONOS", host: "smtp.ionos.fr", port: 465, tls: "implicit", domains: [] },
  {
    key: "infomaniak",
    name: "Infomaniak",
    host: "mail.infomaniak.com",
    port: 465,
    tls: "implicit",
    domains: [],
  },
  { key: "brevo", name: "Brevo", host: "smtp-relay.brevo.com", port: 587, tls: "start_tls", domains: [] },
];

/** The house an address belongs to, where its domain tells. */
export function presetFor(email: string): Preset | undefined {
  const domain = email.split("@")[1]?.toLowerCase();
  return domain ? PRESETS.find((preset) => preset.domains.includes(domain)) : undefined;
}
