// The right half of the editor: the message as the chosen contact would read it.
import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { Avatar } from "@/design/Avatar";
import { MessageFrame } from "@/design/MessageFrame";
import { Notice } from "@/design/Notice";
import { useDelayed } from "@/lib/useDelayed";
import { ContactPicker } from "./ContactPicker";
import { TextTwin } from "./TextTwin";
import classes from "./templates.module.css";
import { usePreview } from "./usePreview";
import type { Draft } from "./useTemplateDraft";

type Mode = "desktop" | "mobile" | "dark" | "text";
type Preview = components["schemas"]["Preview"];
type Fault = components["schemas"]["TemplateError"];
type Props = { draft: Draft; onText: (text: string | null) => void };

/** A half-typed variable is no fault yet. */
const PATIENCE_MS = 1_500;

export function PreviewPane({ draft, onText }: Props) {
  const { t } = useTranslation("templates");
  const [contactId, setContactId] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>("desktop");
  const preview = usePreview(draft, contactId);
  // While the words cannot be read, the last message that could stays in sight.
  const lastGood = useRef<Preview | null>(null);
  if (preview.data && !preview.data.error) lastGood.current = preview.data;
  const shown = lastGood.current;
  const fault = preview.data?.error ?? null;
  const waited = useDelayed(fault !== null, PATIENCE_MS);
  const modes = (["desktop", "mobile", "dark", "text"] as const).map((value) => ({
    value,
    label: t(`preview.mode.${value}`),
  }));

  return (
    <section className={classes.preview} aria-label={t("preview.title")}>
      <header className={classes.previewBar}>
        <ContactPicker value={contactId} onChange={setContactId} />
        <SegmentedControl
          aria-label={t("preview.modeLabel")}
          data={modes}
          value={mode}
          onChange={(value) => setMode(value as Mode)}
        />
      </header>
      <div className={classes.previewBody}>
        {preview.error ? <Failure error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {fault && waited ? <FaultNotice fault={fault} /> : null}
        {!fault && preview.data && preview.data.missing.length > 0 ? (
          <Notice tone="amber">
            {t("preview.missing", {
              count: preview.data.missing.length,
              names: preview.data.missing.map((name) => `{${name}}`).join(", "),
            })}
          </Notice>
        ) : null}
        <div className={classes.paper} data-mode={mode} data-old={fault !== null || undefined}>
          <PaperHead shown={shown} />
          {mode === "text" ? (
            <TextTwin own={draft.text} made={shown?.text ?? ""} onText={onText} />
          ) : (
            <MessageFrame html={shown?.html ?? ""} title={t("preview.frame")} inverted={mode === "dark"} />
          )}
        </div>
      </div>
    </section>
  );
}

function PaperHead({ shown }: { shown: Preview | null }): ReactNode {
  const { t } = useTranslation("templates");
  const { data: settings } = api.useQuery("get", "/api/settings");
  const firm = settings?.firm_name || t("preview.you");
  return (
    <div className={classes.paperHead}>
      <p className={classes.paperSubject}>{shown?.subject || t("preview.noSubject")}</p>
      <div className={classes.paperFrom}>
        <Avatar name={firm} size={32} />
        <span>
          <strong>{firm}</strong>
          {shown?.contact_name ? <span>{t("preview.to", { name: shown.contact_name })}</span> : null}
        </span>
      </div>
    </div>
  );
}

function FaultNotice({ fault }: { fault: Fault }) {
  const { t, i18n } = useTranslation("templates");
  const known = i18n.exists(`templates:fault.${fault.code}`);
  return (
    <Notice tone="amber" title={t("preview.broken", { line: fault.line, part: t(`part.${fault.part}`) })}>
      {known ? t(`fault.${fault.code}` as "fault.syntax", { fragment: fault.fragment }) : fault.detail}
    </Notice>
  );
}
