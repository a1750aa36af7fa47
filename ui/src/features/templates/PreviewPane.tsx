// The right half of the editor: the message as the chosen contact would read it.
import { Button, SegmentedControl, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/api/Failure";
import { icon } from "@/design/icon";
import { ContactPicker } from "./ContactPicker";
import { MessageFrame } from "./MessageFrame";
import classes from "./templates.module.css";
import { usePreview } from "./usePreview";
import type { Draft } from "./useTemplateDraft";

type Mode = "desktop" | "mobile" | "dark" | "text";
type Props = { draft: Draft; onText: (text: string | null) => void };

export function PreviewPane({ draft, onText }: Props) {
  const { t } = useTranslation("templates");
  const [contactId, setContactId] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>("desktop");
  const preview = usePreview(draft, contactId);
  const shown = preview.data;
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
      {preview.error ? <Failure error={preview.error} /> : null}
      {shown?.error ? (
        <p className={classes.note} role="status">
          <IconAlertTriangle {...icon} />
          {t("preview.broken", { line: shown.error.line, part: t(`part.${shown.error.part}`) })}{" "}
          {shown.error.detail}
        </p>
      ) : null}
      {shown && !shown.error && shown.missing.length > 0 ? (
        <p className={classes.note} role="status">
          <IconAlertTriangle {...icon} />
          {t("preview.missing", {
            count: shown.missing.length,
            names: shown.missing.map((n) => `{${n}}`).join(", "),
          })}
        </p>
      ) : null}
      <div className={classes.paper} data-mode={mode}>
        <div className={classes.paperHead}>
          <Text fw={600}>{shown?.subject || t("preview.noSubject")}</Text>
          {shown?.contact_name ? (
            <Text size="sm" c="var(--ink-2)">
              {t("preview.to", { name: shown.contact_name })}
            </Text>
          ) : null}
        </div>
        {mode === "text" ? (
          <TextTwin own={draft.text} made={shown?.text ?? ""} onText={onText} />
        ) : (
          <MessageFrame html={shown?.html ?? ""} title={t("preview.frame")} inverted={mode === "dark"} />
        )}
      </div>
    </section>
  );
}

function TextTwin({ own, made, onText }: { own: string | null; made: string; onText: Props["onText"] }) {
  const { t } = useTranslation("templates");
  if (own === null) {
    return (
      <div className={classes.twin}>
        <pre className={classes.plain}>{made}</pre>
        <Button size="sm" onClick={() => onText(made)}>
          {t("text.write")}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.twin}>
      <Textarea
        label={t("text.label")}
        description={t("text.description")}
        autosize
        minRows={12}
        value={own}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <Button size="sm" onClick={() => onText(null)}>
        {t("text.automatic")}
      </Button>
    </div>
  );
}
