// The frame of every place the rail leads to: the header, the rail, and what the place shows.
import type { ComponentProps } from "react";
import { Frame } from "@/design/Frame";
import { Rail } from "./Rail";

export function RailPage(props: Omit<ComponentProps<typeof Frame>, "rail">) {
  return <Frame {...props} rail={<Rail />} />;
}
