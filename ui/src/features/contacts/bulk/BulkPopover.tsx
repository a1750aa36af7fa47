// A button of the bulk bar that asks one thing before it acts.
import { Button, Popover } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Bulk.module.css";

interface BulkPopoverProps {
  opened: boolean;
  onChange: (opened: boolean) => void;
  label?: string;
  face?: ReactNode;
  /** Only its face where there is little room. */
  short?: boolean;
  /** Stands where the button would. */
  target?: ReactNode;
  children: ReactNode;
}

export function BulkPopover({ opened, onChange, label, face, short, target, children }: BulkPopoverProps) {
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      trapFocus
      returnFocus
      position="bottom-start"
      withRoles={target === undefined}
    >
      <Popover.Target>
        {target ?? (
          <Button
            size="sm"
            className={short ? (classes.short ?? "") : ""}
            leftSection={face}
            onClick={() => onChange(!opened)}
          >
            {label}
          </Button>
        )}
      </Popover.Target>
      <Popover.Dropdown>{opened ? children : null}</Popover.Dropdown>
    </Popover>
  );
}
