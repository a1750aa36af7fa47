import { describe, expect, it } from "vitest";
import type { Slot, SlotKind, Slots } from "@/api/security";
import { canForget, canRemovePassphrase, droppedBy, hasPassphrase, inOrder, keepsPortable } from "./slots";

let made = 0;
function slot(kind: SlotKind, more: Partial<Slot> = {}): Slot {
  made += 1;
  return {
    id: `slot-${made}`,
    kind,
    label: "",
    created_at: made,
    this_computer: false,
    opened_in_session: false,
    ...more,
  };
}

const here = slot("machine", { this_computer: true });
const keychain = slot("keychain", { this_computer: true });
const other = slot("machine", { label: "Portable" });
const passphrase = slot("passphrase");
const code = slot("recovery");
const all = [code, other, passphrase, keychain, here];
const list = (slots: Slot[], required = false): Slots => ({
  slots,
  passphrase_required: required,
  keychain_available: true,
  auto_lock_minutes: 15,
});

describe("slots", () => {
  it("stand in the order people look for them", () => {
    expect(inOrder(all).map((s) => s.id)).toEqual([keychain.id, here.id, code.id, passphrase.id, other.id]);
  });

  it("offer to forget another computer, never this one nor a secret", () => {
    expect(all.filter(canForget)).toEqual([other]);
  });

  it("keep the passphrase while it is required or the only way elsewhere", () => {
    expect(canRemovePassphrase(list(all))).toBe(true);
    expect(canRemovePassphrase(list(all, true))).toBe(false);
    expect(canRemovePassphrase(list([here, passphrase]))).toBe(false);
    expect(canRemovePassphrase(list([here, code]))).toBe(false);
    expect(hasPassphrase([here, code])).toBe(false);
  });
});

describe("a new master key", () => {
  const none = { passphrase: "", recovery_code: "" };

  it("drops what nobody typed, and every other computer", () => {
    expect(droppedBy(all, none)).toEqual([code, other, passphrase]);
    expect(droppedBy(all, { passphrase: "x", recovery_code: " " })).toEqual([code, other]);
    expect(droppedBy(all, { passphrase: "x", recovery_code: "SR1" })).toEqual([other]);
  });

  it("needs one way that works on another computer", () => {
    expect(keepsPortable(all, none)).toBe(false);
    expect(keepsPortable(all, { passphrase: "", recovery_code: "SR1" })).toBe(true);
    expect(keepsPortable([here, passphrase], { passphrase: "x", recovery_code: "" })).toBe(true);
    expect(keepsPortable([here, code], { passphrase: "x", recovery_code: "" })).toBe(false);
  });
});
