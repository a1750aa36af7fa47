// The latest imports, each a way to its result.
import { IconFileImport } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Import } from "@/api/types";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";
import { LinkMore } from "@/design/LinkMore";
import { Card, Section } from "@/design/Page";
import { useFormat } from "@/lib/useFormat";
import classes from "./Home.module.css";

const ROWS = 5;

export function RecentImports({ imports }: { imports: Import[] }) {
  const { t } = useTranslation("home");
  const shown = imports.filter((session) => !session.dry_run).slice(0, ROWS);
  return (
    <Section
      title={t("imports.title")}
      aside={<LinkMore to="/contacts/imports">{t("imports.all")}</LinkMore>}
    >
      <Card>
        {shown.length === 0 ? (
          <EmptyState icon={<IconFileImport {...iconLarge} />} title={t("imports.none")}>
            {t("imports.noneText")}
          </EmptyState>
        ) : (
          <ul>
            {shown.map((session) => (
              <li key={session.id}>
                <Link to="/contacts/import" search={{ import: session.id }} className={classes.import}>
                  <ImportLines session={session} />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </Section>
  );
}

function ImportLines({ session }: { session: Import }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const { counts, state } = session;
  return (
    <>
      <span className={classes.importHead}>
        <span className={`${classes.importName} one-line`}>{session.file_name}</span>
        <span className={classes.lineTime}>{format.recent(session.finished_at ?? session.started_at)}</span>
      </span>
      <span className={classes.todoText}>
        {state === "finished"
          ? t("imports.line", {
              created: format.number(counts.created),
              updated: format.number(counts.updated),
            })
          : t(`imports.${state}`)}
        {state === "finished" && counts.rejected > 0
          ? `, ${t("imports.rejected", { count: counts.rejected })}`
          : null}
      </span>
    </>
  );
}
