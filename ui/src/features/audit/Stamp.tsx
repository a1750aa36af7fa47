// The notary's stamp. It exists only after a verification without a fault, and says nothing that the text beside it
// does not say too.
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/useFormat";
import classes from "./Stamp.module.css";

const STEPS = 240;
const PETALS = 30;

/** One wave of the rosette around the centre; three of them, shifted, make the braid of a banknote. */
function wave(shift: number): string {
  const points = Array.from({ length: STEPS }, (_, step) => {
    const angle = (step / STEPS) * 2 * Math.PI;
    const radius = 48.5 + 4.6 * Math.sin(PETALS * angle + shift);
    return `${(88 + radius * Math.cos(angle)).toFixed(1)} ${(88 + radius * Math.sin(angle)).toFixed(1)}`;
  });
  return `M ${points.join(" L ")} Z`;
}
const WAVES = [0, 2.1, 4.2].map(wave);

export function Stamp({ entries }: { entries: number }) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const id = useId();
  return (
    <svg className={classes.stamp} viewBox="0 0 176 176" aria-hidden focusable="false">
      <defs>
        <path id={`${id}-top`} d="M 22 88 A 66 66 0 0 1 154 88" />
        <path id={`${id}-low`} d="M 15 88 A 73 73 0 0 0 161 88" />
      </defs>
      <circle cx="88" cy="88" r="86" className={classes.ring} />
      <circle cx="88" cy="88" r="82" className={classes.thin} strokeDasharray="1 2.4" />
      <circle cx="88" cy="88" r="54" className={classes.thin} />
      <g className={classes.thin}>
        {WAVES.map((path) => (
          <path key={path} d={path} />
        ))}
      </g>
      <circle cx="88" cy="88" r="43" className={classes.inner} />
      <text className={classes.around}>
        <textPath href={`#${id}-top`} startOffset="50%" textAnchor="middle">
          {t("stamp.top")}
        </textPath>
      </text>
      <text className={classes.around}>
        <textPath href={`#${id}-low`} startOffset="50%" textAnchor="middle">
          {t("stamp.low")}
        </textPath>
      </text>
      <circle cx="19" cy="97" r="1.8" className={classes.dot} />
      <circle cx="157" cy="97" r="1.8" className={classes.dot} />
      <path d="M 79 69 l 6 6 l 12 -13" className={classes.tick} />
      <text x="88" y="97" textAnchor="middle" className={classes.number}>
        {format.number(entries)}
      </text>
      <text x="88" y="113" textAnchor="middle" className={classes.unit}>
        {t("stamp.entries", { count: entries })}
      </text>
    </svg>
  );
}
