// A firm of its own for one test: a vault with contacts, a template, a connection, served to a signed-in page.
import { expect, forget, freshFolder, test as house, sellify, serve, tillExport, writeFile } from "./sellify";

export interface Firm {
  dir: string;
  /** What `sellify init` answered: the recovery code is in it. */
  created: Record<string, unknown>;
  /** Runs one command on the vault while nothing serves it: before `open`. */
  run: (...args: string[]) => Record<string, unknown>;
  write: (name: string, text: string) => string;
  /** Serves the vault and signs the page in. */
  open: () => Promise<string>;
}

const HTML = "<p>Bonjour {prenom},</p><p>Les journées plantation reviennent à {ville}.</p>";

export const test = house.extend<{ firm: Firm }>({
  // The vault of the harness stays untouched; these tests change their own.
  context: async ({ browser }, use) => {
    const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1440, height: 900 } });
    await use(context);
    await context.close();
  },
  baseURL: undefined,
  firm: async ({ page }, use) => {
    const dir = freshFolder();
    const created = sellify(dir, "init");
    let server: Awaited<ReturnType<typeof serve>> | undefined;
    await use({
      dir,
      created,
      run: (...args) => sellify(dir, ...args),
      write: (name, text) => writeFile(dir, name, text),
      open: async () => {
        server = await serve(dir);
        await page.goto(server.link);
        await page.getByRole("navigation").first().waitFor();
        return server.origin;
      },
    });
    await server?.stop();
    forget(dir);
  },
});

/** Contacts, the template « Invitation » and a connection to the given port. */
export function furnish(firm: Firm, contacts: number, port: number): void {
  firm.run("import", writeFile(firm.dir, "caisse.csv", tillExport(contacts)), "--tag", "Fidélité");
  const html = firm.write("invitation.html", HTML);
  firm.run(
    "template",
    "add",
    "--name",
    "Invitation",
    "--subject",
    "{prenom}, deux jours pour planter",
    "--html",
    html,
  );
  firm.run(
    ...["connection", "add", "smtp", "--name", "Atelier", "--host", "127.0.0.1", "--port", String(port)],
    ...["--tls", "none", "--from", "bonjour@delorme.example"],
  );
}

export { expect };
