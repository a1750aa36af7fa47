import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useCommands } from "./commands";
import { listenForShortcuts, setSingleKeys } from "./shortcuts";

const run = vi.fn();

function Screen() {
  useCommands([
    { id: "go", label: "Contacts", group: "go", keys: "g c", run: () => run("go") },
    { id: "new", label: "New", group: "here", keys: "n", run: () => run("new") },
    { id: "palette", label: "Palette", group: "do", keys: "mod+k", run: () => run("palette") },
  ]);
  return <input aria-label="field" />;
}

let stop: () => void;
beforeEach(() => {
  run.mockClear();
  stop = listenForShortcuts();
});
afterEach(() => {
  stop();
  cleanup();
  setSingleKeys(true);
});

const press = (target: Element, key: string, more = {}) => fireEvent.keyDown(target, { key, ...more });

describe("shortcuts", () => {
  it("hears two keys in turn", () => {
    render(<Screen />);
    press(document.body, "g");
    press(document.body, "c");
    expect(run).toHaveBeenCalledExactlyOnceWith("go");
  });

  it("leaves letters alone while somebody types, but not the palette", () => {
    const { getByLabelText } = render(<Screen />);
    press(getByLabelText("field"), "n");
    expect(run).not.toHaveBeenCalled();
    press(getByLabelText("field"), "k", { ctrlKey: true });
    expect(run).toHaveBeenCalledExactlyOnceWith("palette");
  });

  it("can lose its single letters (WCAG 2.1.4)", () => {
    render(<Screen />);
    setSingleKeys(false);
    press(document.body, "n");
    expect(run).not.toHaveBeenCalled();
    press(document.body, "k", { metaKey: true });
    expect(run).toHaveBeenCalledWith("palette");
  });

  it("forgets a screen that has left", () => {
    const { unmount } = render(<Screen />);
    unmount();
    press(document.body, "n");
    expect(run).not.toHaveBeenCalled();
  });
});
