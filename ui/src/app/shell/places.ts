// The rooms of the product, in the order of the side bar.
import {
  IconSend,
  IconSettings,
  IconShieldCheck,
  IconSun,
  IconTemplate,
  IconUsers,
} from "@tabler/icons-react";

export const places = [
  { to: "/", key: "home", icon: IconSun, keys: "g a", exact: true },
  { to: "/contacts", key: "contacts", icon: IconUsers, keys: "g c", exact: false },
  { to: "/campaigns", key: "campaigns", icon: IconSend, keys: "g e", exact: false },
  { to: "/templates", key: "templates", icon: IconTemplate, keys: "g m", exact: false },
  { to: "/audit", key: "audit", icon: IconShieldCheck, keys: "g j", exact: false },
  { to: "/settings", key: "settings", icon: IconSettings, keys: "g r", exact: false },
] as const;

export type Place = (typeof places)[number];
