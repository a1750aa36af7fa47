// A button that goes somewhere: it keeps the button's look and the link's manners.
import { Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentPropsWithoutRef } from "react";

type AnchorProps = ButtonProps & Omit<ComponentPropsWithoutRef<"a">, keyof ButtonProps>;

function Anchor(props: AnchorProps) {
  return <Button component="a" {...props} />;
}

export const ButtonLink = createLink(Anchor);
