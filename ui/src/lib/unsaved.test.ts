import { afterEach, describe, expect, it, vi } from "vitest";
import { beforeLocking, saveEverything, writeBegan, writeEnded } from "./unsaved";

afterEach(() => {
  document.body.innerHTML = "";
});

describe("before locking", () => {
  it("leaves the field in hand, so that it saves itself", async () => {
    document.body.innerHTML = "<input>";
    const input = document.querySelector("input") as HTMLInputElement;
    const left = vi.fn();
    input.addEventListener("blur", left);
    input.focus();
    await saveEverything();
    expect(left).toHaveBeenCalledOnce();
  });

  it("hands over what waits, and forgets who has left", async () => {
    const flush = vi.fn(async () => undefined);
    const gone = vi.fn();
    const stop = beforeLocking(flush);
    beforeLocking(gone)();
    await saveEverything();
    expect(flush).toHaveBeenCalledOnce();
    expect(gone).not.toHaveBeenCalled();
    stop();
  });

  it("waits for the writes under way", async () => {
    writeBegan();
    let done = false;
    const all = saveEverything().then(() => {
      done = true;
    });
    await Promise.resolve();
    expect(done).toBe(false);
    writeEnded();
    await all;
    expect(done).toBe(true);
  });

  it("does not wait for ever for a write that never ends, or a draft that cannot be kept", async () => {
    writeBegan();
    const stop = beforeLocking(() => Promise.reject(new Error("no")));
    await expect(saveEverything(10)).resolves.toBeUndefined();
    stop();
    writeEnded();
  });
});
