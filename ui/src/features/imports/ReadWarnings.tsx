// What is odd about the file, each kind said once, with its first place.
import { useTranslation } from "react-i18next";
import { Notice } from "@/design/Notice";
import type { Inspection } from "./contract";

const SHOWN = 4;
/** Said with an offer of its own. */
const ELSEWHERE = ["mojibake"];

export function ReadWarnings({ inspection }: { inspection: Inspection }) {
  const { t, i18n } = useTranslation("imports");
  const warnings = inspection.warnings.filter(
    ({ code }) => !(ELSEWHERE.includes(code) && inspection.mojibake),
  );
  if (warnings.length === 0) return null;
  const sentences = warnings
    .filter((warning, index, all) => all.findIndex(({ code }) => code === warning.code) === index)
    .slice(0, SHOWN)
    .map(({ code, params }) => {
      const key = `imports:warnings.${code}`;
      const values = { ...params, count: Number(params.rows ?? params.count ?? 1), code };
      const known = i18n.exists(key, { count: values.count });
      return String(i18n.t((known ? key : "imports:warnings.other") as never, values as never));
    });
  const hidden = inspection.warnings.length - warnings.length;
  const more = inspection.warnings_total - hidden - sentences.length;
  return (
    <Notice tone="amber" title={t("reading.warning")}>
      {sentences.join(" ")}
      {more > 0 ? ` ${t("warnings.more", { count: more })}.` : null}
    </Notice>
  );
}
