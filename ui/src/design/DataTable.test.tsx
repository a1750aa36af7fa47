import { MantineProvider } from "@mantine/core";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { DataTable } from "./DataTable";
import { useSelection } from "./useSelection";

interface Row {
  id: string;
}
const rows: Row[] = Array.from({ length: 500 }, (_, index) => ({ id: `r${index}` }));
const columns = [{ key: "id", header: "Id", width: "1fr", cell: (row: Row) => row.id }];

// jsdom lays nothing out: give the scroller a height so that rows exist.
beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, value: 400 });
  Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, value: 800 });
});

function Table(props: { onOpen?: (row: Row) => void; onClose?: () => void; openKey?: string | null }) {
  const selection = useSelection(rows.length, "all");
  return (
    <MantineProvider>
      <output>{selection.count}</output>
      <DataTable
        label="Rows"
        rows={rows}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.id}
        columns={columns}
        selection={selection}
        selectAllLabel="all"
        {...props}
      />
    </MantineProvider>
  );
}

describe("the table", () => {
  it("draws only the rows in sight", async () => {
    const { container } = render(<Table />);
    const drawn = () => container.querySelectorAll('[role="row"]').length;
    await waitFor(() => expect(drawn()).toBeGreaterThan(5));
    expect(drawn()).toBeLessThan(80);
  });

  it("is one stop of the Tab key, moved in by arrows, opened by Enter, left by Escape", async () => {
    const onOpen = vi.fn();
    const onClose = vi.fn();
    render(<Table onOpen={onOpen} onClose={onClose} />);
    screen.getByRole("grid").focus();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(onOpen).toHaveBeenCalledWith({ id: "r2" });
    await userEvent.keyboard("{Escape}");
    expect(onClose).toHaveBeenCalled();
  });

  it("takes one more with Ctrl, a range with Shift, and everything with Ctrl+A", async () => {
    const onOpen = vi.fn();
    render(<Table onOpen={onOpen} />);
    const user = userEvent.setup();
    const count = () => Number(screen.getByRole("status").textContent);
    const row = (name: string) => screen.getByText(name);
    await waitFor(() => expect(row("r5")).toBeTruthy());
    await user.keyboard("{Control>}");
    await user.click(row("r1"));
    await user.click(row("r3"));
    await user.keyboard("{/Control}{Shift>}");
    await user.click(row("r5"));
    await user.keyboard("{/Shift}");
    expect(count()).toBe(4); // r1, and r3 to r5
    await user.keyboard("{Shift>}");
    await user.click(row("r2"));
    await user.keyboard("{/Shift}");
    expect(count()).toBe(3); // the range turns round r3: r1, r2, r3
    expect(onOpen).not.toHaveBeenCalled();
    screen.getByRole("grid").focus();
    await user.keyboard("{Control>}a{/Control}");
    expect(count()).toBe(rows.length);
  });

  it("opens the next row while one is open", async () => {
    const onOpen = vi.fn();
    render(<Table onOpen={onOpen} openKey="r4" />);
    screen.getByRole("grid").focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(onOpen).toHaveBeenCalledWith({ id: "r5" });
  });

  it("ticks with Space, and everything with the head's box", async () => {
    render(<Table />);
    screen.getByRole("grid").focus();
    await userEvent.keyboard(" {ArrowDown} ");
    expect(screen.getByRole("status")).toHaveTextContent("2");
    await userEvent.click(screen.getByLabelText("all"));
    expect(screen.getByRole("status")).toHaveTextContent("500");
  });
});
