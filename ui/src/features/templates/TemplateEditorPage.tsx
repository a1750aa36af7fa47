// One template: the document left, how a contact reads it right. There is no Save button; everything is kept.
import { Button, Skeleton, Text, TextInput } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCheck,
  IconChevronRight,
  IconCircleCheck,
  IconSend,
} from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { EditorContent } from "@tiptap/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { icon } from "@/design/icon";
import { useDelayed } from "@/lib/useDelayed";
import { useFormat } from "@/lib/useFormat";
import { EditorToolbar } from "./editor/EditorToolbar";
import editorClasses from "./editor/editor.module.css";
import { KnownVariablesProvider, useKnownVariables } from "./editor/KnownVariables";
import { useBodyEditor, useLineEditor } from "./editor/useTemplateEditors";
import { variableNames } from "./editor/variables";
import { PreviewPane } from "./PreviewPane";
import classes from "./templates.module.css";
import { useOfferedVariables } from "./useOfferedVariables";
import { type Draft, type SaveState, useTemplateDraft } from "./useTemplateDraft";

type Template = components["schemas"]["Template"];

export function TemplateEditorPage() {
  const { id } = useParams({ from: "/templates/$id" });
  const template = api.useQuery(
    "get",
    "/api/templates/{id}",
    { params: { path: { id } } },
    { staleTime: Infinity },
  );
  const variables = useOfferedVariables();
  const late = useDelayed(template.isPending);
  if (template.error) return <Failure error={template.error} />;
  if (!template.data || !variables) return late ? <Skeleton m={24} h={320} /> : null;
  return (
    <KnownVariablesProvider offered={variables.offered} accepted={variables.accepted}>
      <Editor key={id} template={template.data} />
    </KnownVariablesProvider>
  );
}

function Editor({ template }: { template: Template }) {
  const { t } = useTranslation("templates");
  const navigate = useNavigate();
  const { draft, change, flush, save } = useTemplateDraft(template);
  const subject = useLineEditor({
    label: t("editor.subject"),
    placeholder: t("editor.subjectPlaceholder"),
    content: template.subject,
    onChange: (value) => change({ subject: value }),
  });
  const body = useBodyEditor({
    label: t("editor.body"),
    placeholder: t("editor.bodyPlaceholder"),
    content: template.html,
    onChange: (value) => change({ html: value }),
  });
  const startCampaign = async () => {
    await flush();
    const { data } = await client.POST("/api/campaigns", {
      body: { name: draft.name, template_id: template.id },
    });
    if (data) void navigate({ to: "/campaigns/$id", params: { id: data.id } });
  };

  return (
    <div className={classes.editor}>
      <header className={classes.editorHead}>
        <nav aria-label={t("editor.path")} className={classes.path}>
          <Link to="/templates">{t("title")}</Link>
          <IconChevronRight size={14} stroke={1.5} aria-hidden />
        </nav>
        <TextInput
          aria-label={t("editor.name")}
          variant="unstyled"
          className={classes.name}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Saved save={save} />
        <span className={classes.grow} />
        <Button variant="filled" leftSection={<IconSend {...icon} />} onClick={() => void startCampaign()}>
          {t("editor.startCampaign")}
        </Button>
      </header>
      <div className={classes.halves}>
        <section className={classes.document} aria-label={t("editor.document")}>
          {body ? <EditorToolbar editor={body} /> : null}
          <div className={classes.scroll}>
            <div className={classes.subject}>
              <Text c="var(--ink-3)" size="sm" aria-hidden>
                {t("editor.subject")}
              </Text>
              <EditorContent editor={subject} className={editorClasses.line} />
              <Text c="var(--ink-3)" size="sm" className={classes.figures}>
                {t("editor.signs", { count: draft.subject.length })}
              </Text>
            </div>
            <EditorContent editor={body} className={editorClasses.body} />
          </div>
          <Footer draft={draft} />
        </section>
        <PreviewPane draft={draft} onText={(text) => change({ text })} />
      </div>
    </div>
  );
}

function Saved({ save }: { save: SaveState }) {
  const { t } = useTranslation("templates");
  const format = useFormat();
  if (save.kind === "failed") {
    return (
      <Text size="sm" c="var(--red)" role="alert" className={classes.saved}>
        <IconAlertTriangle {...icon} />
        {t("editor.notSaved")} {errorWords(save.error)}
      </Text>
    );
  }
  return (
    <Text size="sm" c="var(--ink-2)" className={classes.saved} aria-live="polite">
      <IconCheck {...icon} />
      {save.kind === "saving" ? t("editor.saving") : t("editor.savedAt", { time: format.clock(save.at) })}
    </Text>
  );
}

function Footer({ draft }: { draft: Draft }) {
  const { t } = useTranslation("templates");
  const { isKnown } = useKnownVariables();
  const unknown = useMemo(
    () =>
      variableNames(`${draft.subject} ${draft.html} ${draft.text ?? ""}`).filter((name) => !isKnown(name)),
    [draft.subject, draft.html, draft.text, isKnown],
  );
  const words = draft.html
    .replace(/<[^>]*>/g, " ")
    .split(/\s+/)
    .filter(Boolean).length;
  return (
    <footer className={classes.foot}>
      {unknown.length === 0 ? (
        <span className={classes.good}>
          <IconCircleCheck {...icon} />
          {t("editor.allKnown")}
        </span>
      ) : (
        <span className={classes.asks}>
          <IconAlertTriangle {...icon} />
          {t("editor.unknown", {
            count: unknown.length,
            names: unknown.map((name) => `{${name}}`).join(", "),
          })}
        </span>
      )}
      <span className={classes.figures}>{t("editor.words", { count: words })}</span>
      <span className={classes.grow} />
      <span className={classes.hint}>{t("editor.hint")}</span>
    </footer>
  );
}
