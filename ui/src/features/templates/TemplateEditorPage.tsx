// One template: the document left, how a contact reads it right. There is no Save button; everything is kept.
import { Button, Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconChevronRight, IconCircleCheck, IconSend } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { EditorContent } from "@tiptap/react";
import { useMemo } from "react";
import { Trans, useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { icon } from "@/design/icon";
import { Page } from "@/design/Page";
import { QuietField } from "@/design/QuietField";
import { Saved } from "@/design/Saved";
import { toast } from "@/design/toast";
import { useDelayed } from "@/lib/useDelayed";
import { EditorToolbar } from "./editor/EditorToolbar";
import editorClasses from "./editor/editor.module.css";
import { KnownVariablesProvider, useKnownVariables } from "./editor/KnownVariables";
import { useBodyEditor, useLineEditor } from "./editor/useTemplateEditors";
import { variableNames, withoutFallbacks } from "./editor/variables";
import { PreviewPane } from "./PreviewPane";
import classes from "./templates.module.css";
import { useOfferedVariables } from "./useOfferedVariables";
import { type Draft, type Kept, useTemplateDraft } from "./useTemplateDraft";

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
  if (template.error) {
    return (
      <Page>
        <Failure error={template.error} onRetry={() => void template.refetch()} />
      </Page>
    );
  }
  if (!template.data || !variables) return late ? <Skeleton m={24} h={320} /> : null;
  return (
    <KnownVariablesProvider all={variables}>
      <Editor key={id} template={template.data} />
    </KnownVariablesProvider>
  );
}

function Editor({ template }: { template: Template }) {
  const { t } = useTranslation("templates");
  const { draft, change, flush, kept } = useTemplateDraft(template);
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

  return (
    <div className={classes.editor}>
      <Head
        draft={draft}
        kept={kept}
        templateId={template.id}
        onName={(name) => change({ name })}
        flush={flush}
      />
      <div className={classes.halves}>
        <section className={classes.document} aria-label={t("editor.document")}>
          {body ? <EditorToolbar editor={body} /> : null}
          <div className={classes.scroll}>
            <div className={classes.subject}>
              <span className={classes.subjectLabel} aria-hidden>
                {t("editor.subject")}
              </span>
              <EditorContent editor={subject} className={editorClasses.line} />
              <span className={classes.figures}>
                {t("editor.signs", { count: withoutFallbacks(draft.subject).length })}
              </span>
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

type HeadProps = {
  draft: Draft;
  kept: Kept;
  templateId: string;
  onName: (name: string) => void;
  flush: () => Promise<void>;
};

function Head({ draft, kept, templateId, onName, flush }: HeadProps) {
  const { t } = useTranslation("templates");
  const navigate = useNavigate();
  const startCampaign = async () => {
    try {
      await flush();
      const { data } = await client.POST("/api/campaigns", {
        body: { name: draft.name, template_id: templateId },
      });
      if (data) void navigate({ to: "/campaigns/$id", params: { id: data.id } });
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
  return (
    <header className={classes.editorHead}>
      <h1 className="only-heard">{draft.name}</h1>
      <nav aria-label={t("editor.path")} className={classes.path}>
        <Link to="/templates">{t("title")}</Link>
        <IconChevronRight size={14} stroke={1.5} aria-hidden />
      </nav>
      <QuietField label={t("editor.name")} value={draft.name} onChange={onName} />
      <Saved state={kept.state} at={kept.at} />
      {kept.state === "failed" ? (
        <span className={classes.notSaved} role="alert">
          {errorWords(kept.error)}
        </span>
      ) : null}
      <span className={classes.grow} />
      <Button variant="filled" leftSection={<IconSend {...icon} />} onClick={() => void startCampaign()}>
        {t("editor.startCampaign")}
      </Button>
    </header>
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
  const words = withoutFallbacks(draft.html)
    .replace(/<[^>]*>/g, " ")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
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
      <span className={classes.hint}>
        <Trans t={t} i18nKey="editor.hint" components={{ b: <strong /> }} />
      </span>
    </footer>
  );
}
