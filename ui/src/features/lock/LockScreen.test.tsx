import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Vault } from "@/api/types";
import { i18n } from "@/i18n";
import { LockScreen } from "./LockScreen";

const sent: unknown[] = [];
const restore = vi.fn();
let answer: () => Response;

const refuse =
  (code: string, more: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify({ code, status: 423, title: code, detail: code }), {
      status: 423,
      headers: { "content-type": "application/problem+json", ...more },
    });

function show(vault: Partial<Vault>) {
  const locked: Vault = {
    state: "locked",
    vault_id: null,
    reason_code: null,
    reason: null,
    recovery_confirmed: false,
    unlock_methods: ["machine", "passphrase", "recovery"],
    notices: [],
    path: "/vault",
    ...vault,
  };
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <LockScreen vault={locked} onRestore={restore} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const button = (name: RegExp) => screen.getByRole("button", { name });

beforeEach(async () => {
  await i18n.changeLanguage("en");
  sent.length = 0;
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(JSON.parse(await request.text()));
    return answer();
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the lock screen", () => {
  it("opens a vault that was locked by hand with one click, and deletes nothing", async () => {
    answer = () => new Response("{}", { headers: { "content-type": "application/json" } });
    show({ reason_code: "locked_by_hand" });
    expect(screen.getByText(/You locked it/)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /delete|erase|reset/i })).toBeNull();
    fireEvent.click(button(/Open with this computer/));
    await waitFor(() => expect(sent).toEqual([{}]));
  });

  it("explains itself when the computer turns out not to open it", async () => {
    answer = refuse("passphrase_required");
    show({ reason_code: "locked_idle" });
    fireEvent.click(button(/Open with this computer/));
    expect(await screen.findByRole("heading", { name: "Your passphrase" })).toBeInTheDocument();
    expect(screen.getByLabelText("Passphrase")).toBeInTheDocument();
  });

  it("leads to a backup when the files are in trouble, and not when the lock was meant", () => {
    show({ reason_code: "database_damaged" });
    fireEvent.click(button(/Restore from a backup/));
    expect(restore).toHaveBeenCalledOnce();
    cleanup();
    show({ reason_code: "locked_by_hand" });
    expect(screen.queryByRole("button", { name: /Restore from a backup/ })).toBeNull();
  });

  it("keeps its reason when a secret was wrong, and says it at the field", async () => {
    answer = refuse("slot_wrong_secret");
    show({ reason_code: "hwid_changed" });
    fireEvent.click(button(/Use the passphrase/));
    fireEvent.change(screen.getByLabelText("Passphrase"), { target: { value: "wrong words here" } });
    fireEvent.click(button(/Open with the passphrase/));
    expect(await screen.findByRole("alert")).toHaveTextContent(/does not open the vault/);
    expect(screen.getByRole("heading", { name: /identity changed/ })).toBeInTheDocument();
    expect(sent).toEqual([{ passphrase: "wrong words here" }]);
  });

  it("waits for as long as the vault says, then lets try again", async () => {
    answer = refuse("too_many_attempts", { "retry-after": "8" });
    show({ reason_code: "passphrase_required" });
    fireEvent.change(screen.getByLabelText("Passphrase"), { target: { value: "wrong words here" } });
    fireEvent.click(button(/Open with the passphrase/));
    await waitFor(() => expect(button(/Try again in \d s/)).toBeDisabled());
    // Another way in stays open meanwhile.
    expect(button(/Use the recovery code/)).toBeEnabled();
  });

  it("sends a recovery code only when it is whole", async () => {
    answer = refuse("recovery_code_typo");
    show({ reason_code: "device_key_missing" });
    const field = screen.getByLabelText("Recovery code");
    fireEvent.change(field, { target: { value: "SR1-7K3M" } });
    expect(button(/Open with the code/)).toBeDisabled();
    fireEvent.keyDown(field, { key: "Enter" });
    expect(sent).toEqual([]);
    fireEvent.change(field, { target: { value: "7k3m 9qxw 0f2h tvbn 4c8d j6rp 1ygs 5aze hm2k" } });
    fireEvent.keyDown(field, { key: "Enter" });
    expect(await screen.findByRole("alert")).toHaveTextContent(/typing error/);
    expect(sent).toEqual([{ recovery_code: "7k3m 9qxw 0f2h tvbn 4c8d j6rp 1ygs 5aze hm2k" }]);
  });
});
