import { fireEvent } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { onActivity } from "./useActivity";

let stop = () => {};
afterEach(() => stop());

describe("activity", () => {
  it("is told at the first sign of life, and not at each one", () => {
    const tell = vi.fn();
    stop = onActivity(tell, 60_000);
    fireEvent.keyDown(document.body, { key: "a" });
    fireEvent.pointerDown(document.body);
    fireEvent.wheel(document.body);
    expect(tell).toHaveBeenCalledOnce();
  });

  it("is told again after the pause, and not after the end", () => {
    const tell = vi.fn();
    stop = onActivity(tell, 0);
    fireEvent.keyDown(document.body, { key: "a" });
    fireEvent.keyDown(document.body, { key: "b" });
    expect(tell).toHaveBeenCalledTimes(2);
    stop();
    fireEvent.keyDown(document.body, { key: "c" });
    expect(tell).toHaveBeenCalledTimes(2);
  });
});
