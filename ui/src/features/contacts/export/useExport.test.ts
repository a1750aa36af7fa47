import { describe, expect, it } from "vitest";
import { exportPath } from "./useExport";

describe("exportPath", () => {
  it("asks for the contacts of the list, in the chosen kind and columns", () => {
    const query = { q: "du pont", tag: "client", created_after: 5 };
    expect(exportPath({ query, format: "xlsx", columns: ["email", "custom:casier"] })).toBe(
      "/api/contacts/export?format=xlsx&q=du+pont&tag=client&created_after=5&columns=email%2Ccustom%3Acasier",
    );
  });

  it("leaves the columns to the server when all are wanted", () => {
    expect(exportPath({ query: {}, format: "vcard", columns: null })).toBe(
      "/api/contacts/export?format=vcard",
    );
  });
});
