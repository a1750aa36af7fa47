// A button that shows only an icon: its name is read aloud and shown on hover.
import { ActionIcon, type ActionIconProps, Tooltip } from "@mantine/core";
import type { ComponentPropsWithoutRef, ReactNode } from "react";

interface IconButtonProps
  extends Omit<ActionIconProps, "children">,
    Omit<ComponentPropsWithoutRef<"button">, keyof ActionIconProps | "children"> {
  label: string;
  children: ReactNode;
  keys?: string;
}

export function IconButton({ label, children, keys, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <ActionIcon aria-label={label} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
