import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useCommands } from "./commands";
import { listenForShortcuts, setSingleKeys } from "./shortcuts";

const run = vi.fn();

function Screen() {
  useCommands([
    { id: "go", label: "Contacts", group: "go", keys: "g c", run: () => run("go") },
    { id: "new", label: "New", group: "here", keys: "n", run: () => run("new") },
    {
      id: "palette",
      label: "Palette",
      group: "do",
      keys: "mod+k",
      anywhere: true,
      run: () => run("palette"),
    },
    { id: "undo", label: "Undo", group: "do", keys: "mod+z", run: () => run("undo") },
    { id: "lock", label: "Lock", group: "do", keys: "mod+shift+l", anywhere: true, run: () => run("lock") },
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

  it("leaves a field its own chords", () => {
    const { getByLabelText } = render(<Screen />);
    press(getByLabelText("field"), "z", { ctrlKey: true });
    expect(run).not.toHaveBeenCalled();
  });

  it("tells a chord with Shift from the same chord without", () => {
    const { getByLabelText } = render(<Screen />);
    press(document.body, "l", { ctrlKey: true });
    press(document.body, "Z", { ctrlKey: true, shiftKey: true });
    expect(run).not.toHaveBeenCalled();
    press(getByLabelText("field"), "L", { ctrlKey: true, shiftKey: true });
    expect(run).toHaveBeenCalledExactlyOnceWith("lock");
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
