// First step: a file, dropped or chosen.
import { Button, Loader } from "@mantine/core";
import { IconFileImport, IconLock } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import { icon, iconLarge } from "@/design/icon";
import { LinkMore } from "@/design/LinkMore";
import { Notice } from "@/design/Notice";
import { Card, Section } from "@/design/Page";
import { useFormat } from "@/lib/useFormat";
import { platform } from "@/platform";
import type { Wizard } from "./useWizard";
import classes from "./Wizard.module.css";
import { WizardBody, WizardFooter } from "./WizardFrame";

const EXTENSIONS = ["csv", "txt", "tsv", "xlsx", "xlsm", "xlsb", "xls", "ods", "html", "htm", "xml", "vcf"];
const RECENT = 5;

export function StepFile({ wizard, error }: { wizard: Wizard; error: unknown }) {
  const { t } = useTranslation("imports");
  const choose = async () => {
    const file = await platform.pickFile([{ name: t("file.types"), extensions: EXTENSIONS }]);
    if (file) await wizard.takeFile(file);
  };
  return (
    <>
      <WizardBody>
        <div className={classes.middle}>
          {error ? (
            <Notice tone="red" action={<ReadAsAtFirst wizard={wizard} />}>
              {errorWords(error)}
            </Notice>
          ) : null}
          <div className={classes.drop}>
            {wizard.uploading ? (
              <p className={classes.dropTitle} role="status">
                <Loader /> {t("file.reading", { name: wizard.uploading })}
              </p>
            ) : (
              <>
                <span className={classes.dropFace}>
                  <IconFileImport {...iconLarge} />
                </span>
                <p className={classes.dropTitle}>{t("file.drop")}</p>
                <p className={classes.dropText}>{t("file.text")}</p>
                <Button variant="filled" size="lg" onClick={() => void choose()} data-autofocus>
                  {t("file.choose")}
                </Button>
              </>
            )}
          </div>
          <Recent />
        </div>
      </WizardBody>
      <WizardFooter
        icon={<IconLock {...icon} />}
        title={t("file.safe")}
        text={t("file.safeText")}
        actions={null}
      />
    </>
  );
}

/** A file that could be read until a person asked for another way to read it can be read that way again. */
function ReadAsAtFirst({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation("imports");
  const asked = Object.keys(wizard.choices.read).length > 0;
  if (!wizard.search.upload || !asked) return null;
  return (
    <Button size="sm" onClick={() => wizard.change({ read: {} })}>
      {t("file.reread")}
    </Button>
  );
}

function Recent() {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const recent = api.useQuery("get", "/api/imports", { params: { query: { limit: 20 } } });
  const shown = (recent.data?.items ?? [])
    .filter((session) => session.state === "finished" && !session.dry_run)
    .slice(0, RECENT);
  if (shown.length === 0) return null;
  return (
    <Section title={t("file.recent")} aside={<LinkMore to="/contacts/imports">{t("file.all")}</LinkMore>}>
      <Card>
        <ul>
          {shown.map((session) => (
            <li key={session.id}>
              <Link to="/contacts/import" search={{ import: session.id }} className={classes.recent}>
                <span className={`${classes.recentName} one-line`}>{session.file_name}</span>
                <span className={classes.recentText}>
                  {t("file.line", {
                    created: format.number(session.counts.created),
                    updated: format.number(session.counts.updated),
                    rejected: format.number(session.counts.rejected),
                  })}
                </span>
                <span className={classes.recentTime}>{format.recent(session.started_at)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
