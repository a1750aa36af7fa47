// Starts the real program on a throw-away vault and hands a signed-in page to the test.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, expect, type Page } from "@playwright/test";

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.SELLIFY_BIN ?? join(here, "../../target/debug/sellify");

export interface Served {
  /** Signs in once; a second use needs another program. */
  link: string;
  origin: string;
  stop: () => Promise<void>;
}

function environment(dir: string): NodeJS.ProcessEnv {
  return { ...process.env, SELLIFY_LOCAL_DIR: join(dir, "local"), SELLIFY_KEYCHAIN: "off" };
}

/** Runs one command on the vault in `dir` and answers its JSON. */
export function sellify(dir: string, ...args: string[]): Record<string, unknown> {
  const output = execFileSync(program, ["--data-dir", join(dir, "vault"), ...args, "--json"], {
    env: environment(dir),
    encoding: "utf8",
  });
  return JSON.parse(output) as Record<string, unknown>;
}

/** Serves the vault in `dir` (or the lack of one) on a free port. */
export async function serve(dir: string): Promise<Served> {
  const child: ChildProcess = spawn(
    program,
    ["--data-dir", join(dir, "vault"), "serve", "--addr", "127.0.0.1:0", "--json"],
    { env: environment(dir), stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const said = await new Promise<{ addr: string; sign_in_link: string }>((resolve, reject) => {
    let text = "";
    child.once("exit", (code) => reject(new Error(`sellify serve ended with ${code}`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      try {
        resolve(JSON.parse(text));
      } catch {
        // Not whole yet.
      }
    });
  });
  return {
    link: said.sign_in_link,
    origin: `http://${said.addr}`,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), "sellify-e2e-"));
}

export function forget(dir: string): void {
  rmSync(dir, { recursive: true, force: true });
}

const FIRST = ["Léa", "Karim", "Maud", "Bruno", "Hélène", "Noé", "Élodie", "Inès", "Paul", "Zoé"];
const LAST = [
  "Martin",
  "Benali",
  "Lefèvre",
  "Marchal",
  "Mariani",
  "Dupont",
  "Moreau",
  "Petit",
  "Œuvrard",
  "Noël",
];

/** A French till's export: Windows-1252, semicolons, a repeated row, two rows that cannot be read. */
export function tillExport(rows: number): Buffer {
  const lines = ["NUMCLI;CIV;NOM;PRENOM;MAIL;TEL1;CP;VILLE"];
  for (let at = 0; at < rows; at += 1) {
    const [first, last] = [FIRST[at % 10], LAST[Math.floor(at / 10) % 10]];
    const phone = `60000${String(at).padStart(4, "0")}`;
    lines.push(`C-${at};Mme;${last};${first};client${at}@exemple.fr;${phone};01000;Bourg-en-Bresse`);
  }
  lines.push("C-X;Mme;Martin;Léa;CLIENT0@exemple.fr;;01000;Bourg-en-Bresse");
  lines.push("C-Y;M.;Sans;Adresse;;;69000;Lyon");
  lines.push("C-Z;M.;Mauvaise;Adresse;pas-une-adresse;;69000;Lyon");
  // Latin-1 agrees with Windows-1252 on these letters but for Œ.
  return Buffer.from(lines.join("\r\n").replaceAll("Œ", "\u008c"), "latin1");
}

export function writeFile(dir: string, name: string, bytes: Buffer | string): string {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
}

interface Fixtures {
  /** What the page complained about: errors, refused styles, failed requests. */
  complaints: string[];
}
interface WorkerFixtures {
  /** Specs of another name get a vault of their own: for those that count what is in it. */
  vault: string;
  /** A vault with 300 contacts, served. */
  served: Served & { cookies: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>> };
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  vault: ["shared", { option: true, scope: "worker" }],
  served: [
    async ({ browser, vault: _ }, use) => {
      const dir = freshFolder();
      sellify(dir, "init");
      sellify(dir, "import", writeFile(dir, "clients_caisse.csv", tillExport(300)), "--tag", "Fidélité");
      const server = await serve(dir);
      const page = await browser.newPage();
      await page.goto(server.link);
      await page.getByRole("navigation").first().waitFor();
      const cookies = await page.context().cookies();
      await page.close();
      await use({ ...server, cookies });
      await server.stop();
      forget(dir);
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ served }, use) => use(served.origin),
  context: async ({ context, served }, use) => {
    await context.addCookies(served.cookies);
    await context.addInitScript(() => localStorage.setItem("sellify.language", "fr"));
    await use(context);
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await use(complaints);
  },
});

export { expect };
