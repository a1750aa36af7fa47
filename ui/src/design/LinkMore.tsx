// A quiet link with an arrow: "Toutes les campagnes".
import { IconChevronRight } from "@tabler/icons-react";
import { createLink } from "@tanstack/react-router";
import type { ComponentPropsWithoutRef } from "react";
import { icon } from "./icon";
import classes from "./LinkMore.module.css";

function Anchor({ children, ...rest }: ComponentPropsWithoutRef<"a">) {
  return (
    <a {...rest} className={classes.more}>
      {children}
      <IconChevronRight {...icon} />
    </a>
  );
}

export const LinkMore = createLink(Anchor);
