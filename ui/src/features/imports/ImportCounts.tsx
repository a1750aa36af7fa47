// What became of the lines of a file, in six figures that add up.
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/useFormat";
import type { Import } from "./contract";
import classes from "./Wizard.module.css";

const COUNTS = ["rows", "created", "updated", "unchanged", "duplicates", "rejected"] as const;

export function ImportCounts({ session }: { session: Import }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  return (
    <dl className={classes.counts}>
      {COUNTS.map((key) => (
        <div key={key} className={classes.count}>
          <dt>{t(`result.${key}`)}</dt>
          <dd>{format.number(session.counts[key])}</dd>
        </div>
      ))}
    </dl>
  );
}
