// Whom the rule picks: how many, and the first of them.
import { Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import { Card } from "@/design/Page";
import { listName } from "@/features/contacts";
import { utcOffset } from "@/lib/clock";
import { useDelayed } from "@/lib/useDelayed";
import { useFormat } from "@/lib/useFormat";
import { isGroup, type RuleTree } from "./rule";
import classes from "./segments.module.css";

const SHOWN = 8;
const TYPING_MS = 250;

export function Preview({ question, unfinished }: { question: RuleTree; unfinished: number }) {
  const { t } = useTranslation("segments");
  const format = useFormat();
  const [settled] = useDebouncedValue(JSON.stringify(question), TYPING_MS);
  const rule = JSON.parse(settled) as RuleTree;
  const count = api.useQuery(
    "post",
    "/api/segments/count",
    { body: { rule: rule as never, utc_offset_minutes: utcOffset() } },
    { placeholderData: keepPreviousData },
  );
  const first = api.useQuery(
    "get",
    "/api/contacts",
    { params: { query: { rule: settled, limit: SHOWN, utc_offset_minutes: utcOffset() } } },
    { placeholderData: keepPreviousData },
  );
  const waiting = useDelayed(count.isPending);
  const error = count.error ?? first.error;
  const everybody = rule.rules.length === 0;
  const items = first.data?.items ?? [];
  return (
    <section className={classes.preview} aria-label={t("preview.title")}>
      <div className={classes.figure} role="status" data-old={count.isPlaceholderData}>
        {waiting ? <Skeleton w={140} h={26} /> : null}
        {count.data && !error ? (
          <>
            <strong className={classes.count}>{t("preview.count", { count: count.data.count })}</strong>
            <span className={classes.aside}>
              {everybody
                ? t("preview.everybody")
                : t("preview.took", { ms: format.number(Math.max(1, Math.round(count.data.took_ms))) })}
            </span>
          </>
        ) : null}
        {unfinished > 0 ? (
          <span className={classes.aside}>{t("preview.unfinished", { count: unfinished })}</span>
        ) : null}
      </div>
      {error ? (
        <Failure error={error} onRetry={() => void Promise.all([count.refetch(), first.refetch()])} />
      ) : null}
      {!error && count.data?.count === 0 ? <p className={classes.nobody}>{t("preview.nobody")}</p> : null}
      {!error && items.length > 0 ? (
        <Card>
          <ul className={classes.people} aria-label={t("preview.first")}>
            {items.map((contact) => (
              <li key={contact.id}>
                <Link to="/contacts" search={{ contact: contact.id }} className={classes.person}>
                  <span className="one-line">
                    <span className={classes.who}>{listName(contact)}</span>
                    {contact.company && contact.company !== listName(contact) ? (
                      <span className={classes.company}>{contact.company}</span>
                    ) : null}
                  </span>
                  <span className={`${classes.quiet} one-line`}>{contact.email ?? contact.phone}</span>
                  <span className={`${classes.quiet} ${classes.city} one-line`}>{contact.city}</span>
                </Link>
              </li>
            ))}
          </ul>
          {count.data && count.data.count > items.length ? (
            <p className={classes.rest}>{t("preview.rest", { count: count.data.count - items.length })}</p>
          ) : null}
        </Card>
      ) : null}
    </section>
  );
}

/** A rule reads as finished when something is asked. */
export function asksSomething(rule: RuleTree): boolean {
  return rule.rules.some((part) => !isGroup(part) || asksSomething(part));
}
