// One segment: its name, its rule as sentences, and whom it picks at this moment.
import { Button, Menu, Skeleton, TextInput } from "@mantine/core";
import { IconDots, IconTrash } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/api/Failure";
import { ButtonLink } from "@/design/ButtonLink";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { Card, Section } from "@/design/Page";
import { NarrowFilter, RailPage, useListActs } from "@/features/contacts";
import { useCommands } from "@/lib/commands";
import { asksSomething, Preview } from "./Preview";
import { Suggestions } from "./Suggestions";
import classes from "./segments.module.css";
import { useSegmentDraft } from "./useSegmentDraft";
import { useSegmentFields } from "./useSegmentFields";

// The builder's engine is large, and only this screen needs it.
const Builder = lazy(() => import("./Builder"));

export function SegmentPage() {
  const { t } = useTranslation(["segments", "contacts", "common"]);
  const { found, fields, kindOf } = useSegmentFields();
  const draft = useSegmentDraft(kindOf);
  const name = useRef<HTMLInputElement>(null);
  const failure = found.error ?? draft.segments.error;
  const missing = !draft.isNew && draft.segments.data && !draft.saved;
  const asks = asksSomething(draft.rule);
  const ready = draft.changed && asks && draft.unfinished === 0 && draft.name.trim() !== "";
  const save = () => {
    if (draft.name.trim() === "") name.current?.focus();
    else if (ready) draft.save();
  };
  useCommands([
    { id: "segment.save", label: t("save"), group: "here", keys: "mod+s", anywhere: true, run: save },
  ]);
  useEffect(() => {
    if (draft.isNew) name.current?.focus();
  }, [draft.isNew]);
  return (
    <RailPage
      header={
        <header className={classes.bar}>
          <nav aria-label={t("path")} className={classes.path}>
            <Link to="/contacts" search={{}}>
              {t("common:places.contacts")}
            </Link>
            <span aria-hidden>/</span>
            <span>{t("contacts:rail.segments")}</span>
          </nav>
          <div className={classes.titleRow}>
            <h1 className="only-heard">
              {draft.isNew ? t("new") : t("title", { name: draft.saved?.name ?? "" })}
            </h1>
            <TextInput
              ref={name}
              className={classes.name ?? ""}
              classNames={{ input: classes.nameInput ?? "" }}
              aria-label={t("name")}
              placeholder={t("namePlaceholder")}
              value={draft.name}
              maxLength={100}
              autoComplete="off"
              disabled={missing === true}
              onChange={(event) => draft.rename(event.currentTarget.value)}
            />
            <div className={classes.acts}>
              {draft.saved ? <More id={draft.id} name={draft.saved.name} onReset={draft.reset} /> : null}
              {draft.saved && !draft.changed ? (
                <ButtonLink to="/contacts" search={{ segment: draft.id }}>
                  {t("see")}
                </ButtonLink>
              ) : (
                <Button variant="filled" disabled={!ready} loading={draft.busy} onClick={save}>
                  {t("save")}
                </Button>
              )}
            </div>
          </div>
        </header>
      }
    >
      <div className={classes.scroll}>
        <NarrowFilter search={draft.isNew ? {} : { segment: draft.id }} />
        <div className={classes.content}>
          {failure ? <Failure error={failure} onRetry={() => void found.refetch()} /> : null}
          {missing ? <p className={classes.nobody}>{t("gone")}</p> : null}
          {!failure && !missing ? (
            <>
              <Section title={t("rule")}>
                <Card padded>
                  <div className={classes.builder} data-builder>
                    {fields.length === 0 ? <Skeleton h={120} /> : null}
                    {fields.length > 0 && draft.rule.rules.length === 0 ? (
                      <Suggestions fields={fields} onChoose={draft.change} />
                    ) : null}
                    {fields.length > 0 && draft.rule.rules.length > 0 ? (
                      <Suspense fallback={<Skeleton h={120} />}>
                        <Builder fields={fields} rule={draft.rule} onChange={draft.change} />
                      </Suspense>
                    ) : null}
                  </div>
                </Card>
              </Section>
              <Preview question={draft.question} unfinished={draft.unfinished} />
            </>
          ) : null}
        </div>
      </div>
    </RailPage>
  );
}

function More({ id, name, onReset }: { id: string; name: string; onReset: () => void }) {
  const { t } = useTranslation(["segments", "common"]);
  const navigate = useNavigate();
  const acts = useListActs();
  return (
    <Menu>
      <Menu.Target>
        <IconButton label={t("common:more")}>
          <IconDots {...icon} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onReset}>{t("reset")}</Menu.Item>
        <Menu.Item
          data-danger
          leftSection={<IconTrash {...icon} />}
          onClick={() => {
            acts.removeSegment(id, name);
            void navigate({ to: "/contacts", search: {} });
          }}
        >
          {t("remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
