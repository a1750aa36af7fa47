// The state in one sentence, and under it what works and what is stopped.
import { useTranslation } from "react-i18next";
import type { License } from "@/api/types";
import { Card } from "@/design/Page";
import { StatusIcon } from "@/design/StatusIcon";
import { gravity, isStopped, SHAPE } from "./license";
import classes from "./license.module.css";
import { useStateDetail, useStateSentence } from "./sentence";

const ALWAYS = ["read", "search", "export", "backup", "audit"] as const;
const GATED = ["sending", "new_mailboxes", "api_writes"] as const;

export function StateCard({ license }: { license: License }) {
  const { t } = useTranslation("license");
  const works = GATED.filter((what) => license.allows[what]);
  const stopped = GATED.filter((what) => !license.allows[what]);
  const sentence = useStateSentence(license);
  const detail = useStateDetail(license);
  return (
    <Card padded>
      <div className={classes.state} data-gravity={gravity(license)}>
        <StatusIcon status={SHAPE[gravity(license)]} size={20} />
        <div>
          <p className={classes.sentence} role="status">
            {sentence}
          </p>
          <p className={classes.text}>{detail}</p>
        </div>
      </div>
      <div className={classes.lists} data-one={stopped.length === 0}>
        <List title={t("works")} status="done" items={[...works, ...ALWAYS]} />
        {stopped.length > 0 ? <List title={t("stopped")} status="refused" items={stopped} /> : null}
      </div>
      {isStopped(license) ? <p className={classes.safe}>{t("safe")}</p> : null}
    </Card>
  );
}

type What = (typeof ALWAYS)[number] | (typeof GATED)[number];
type ListProps = { title: string; status: "done" | "refused"; items: readonly What[] };

function List({ title, status, items }: ListProps) {
  const { t } = useTranslation("license");
  return (
    <section>
      <h2 className={classes.listTitle}>{title}</h2>
      <ul className={classes.list}>
        {items.map((what) => (
          <li key={what}>
            <StatusIcon status={status} />
            {t(`what.${what}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
