// Names on the left, values on the right.
import type { ReactNode } from "react";
import classes from "./KeyValue.module.css";

export interface KeyValueItem {
  key: string;
  label: ReactNode;
  value: ReactNode;
}

export function KeyValue({ items, labelWidth = 88 }: { items: KeyValueItem[]; labelWidth?: number }) {
  return (
    <dl
      className={classes.list}
      style={{ gridTemplateColumns: `minmax(${labelWidth}px, auto) minmax(0, 1fr)` }}
    >
      {items.map((item) => (
        <div key={item.key} className={classes.pair}>
          <dt className={classes.label}>{item.label}</dt>
          <dd className={classes.value}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
