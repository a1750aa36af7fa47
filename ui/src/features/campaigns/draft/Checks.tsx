// Each check has four parts: icon, fact, what it means for people, and one way to mend it.
import { useTranslation } from "react-i18next";
import type { components } from "@/api/schema";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import type { Campaign } from "../states";
import classes from "./draft.module.css";
import { Mend } from "./Mend";

type Preflight = components["schemas"]["Preflight"];
type Check = components["schemas"]["Check"];
type Level = components["schemas"]["CheckLevel"];

const SHAPE = { block: "blocked", warn: "asks", ok: "done" } as const;
const ORDER: Level[] = ["block", "warn", "ok"];
/** Red means: these people receive nothing. Whether that holds up everybody else is said below the list. */
const LEAVES_OUT = ["variable_missing", "address_invalid"];

function levelOf(check: Check): Level {
  return LEAVES_OUT.includes(check.code) ? "block" : check.level;
}

export function CheckTotals({ checks }: { checks: Check[] }) {
  const { t } = useTranslation("campaigns");
  return (
    <span className={classes.totals}>
      {ORDER.map((level) => {
        const count = checks.filter((check) => levelOf(check) === level).length;
        return count > 0 ? (
          <span key={level} className={classes.total} data-level={level}>
            <StatusIcon status={SHAPE[level]} />
            {t(`checks.total.${level}`, { count })}
          </span>
        ) : null;
      })}
    </span>
  );
}

export function Checks({ preflight, campaign }: { preflight: Preflight; campaign: Campaign }) {
  const rows = ORDER.flatMap((level) => preflight.checks.filter((check) => levelOf(check) === level));
  return (
    <ul className={classes.checks}>
      {rows.map((check) => (
        <CheckRow key={check.code} check={check} preflight={preflight} campaign={campaign} />
      ))}
    </ul>
  );
}

/** Numbers by the person's locale, lists as sentences: what i18next cannot know of a check's parameters. */
function useParams(check: Check, preflight: Preflight): Record<string, string | number> {
  const format = useFormat();
  const { t, i18n } = useTranslation();
  const params: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(check.params as Record<string, unknown>)) {
    if (Array.isArray(value)) params[key] = value.map((name) => `{${name}}`).join(", ");
    else if (typeof value === "number" && key !== "count") params[key] = format.number(value);
    else params[key] = typeof value === "number" ? value : String(value);
  }
  const group = preflight.excluded.find((excluded) => excluded.reason === EXCLUSION_OF[check.code]);
  if (group) {
    params.count ??= group.count;
    params.names = group.examples
      .slice(0, 3)
      .map((person) => person.name || person.email)
      .join(", ");
    params.others = Math.max(0, group.count - Math.min(3, group.examples.length));
  }
  // A fault of the template has its own words, in the person's language.
  const fault = `templates:fault.${params.code}`;
  if (check.code === "template_error" && i18n.exists(fault)) {
    params.message = String(t(fault as never, { fragment: "" } as never));
  }
  params.duration = preflight.seconds == null ? "" : format.duration(preflight.seconds * 1000);
  return params;
}

const EXCLUSION_OF: Record<string, string> = {
  suppressed: "suppressed",
  consent_refused: "consent_refused",
  variable_missing: "variable_missing",
  address_invalid: "address_invalid",
  duplicate: "duplicate",
};

function CheckRow({
  check,
  preflight,
  campaign,
}: {
  check: Check;
  preflight: Preflight;
  campaign: Campaign;
}) {
  const { t, i18n } = useTranslation("campaigns");
  const params = useParams(check, preflight);
  const known =
    i18n.exists(`campaigns:check.${check.code}.fact`) ||
    i18n.exists(`campaigns:check.${check.code}.fact_other`);
  const words = (part: string) =>
    String(t(`check.${check.code}.${part}` as never, { ...params, defaultValue: "" } as never));
  const fact = known ? words("fact") : check.code;
  const meaning = known ? words("meaning") : "";
  return (
    <li className={classes.check}>
      <StatusIcon status={SHAPE[levelOf(check)]} size={20} />
      <div className={classes.checkText}>
        <strong>{String(fact)}</strong>
        {meaning ? <p>{String(meaning)}</p> : null}
      </div>
      <div className={classes.mend}>
        <Mend check={check} campaign={campaign} />
      </div>
    </li>
  );
}
