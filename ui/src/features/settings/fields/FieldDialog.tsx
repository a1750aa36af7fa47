// One of the firm's own fields: its name, its kind and, for a choice, what can be chosen.
import { Button, Radio, Stack, TagsInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Field } from "@/api/types";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import { bareKey, type FieldKind, fieldName, KINDS, useUndo } from "@/features/contacts";
import classes from "../settings.module.css";

interface FieldDialogProps {
  /** The field to change; none: a new one. */
  field: Field | null;
  onClose: () => void;
  onSaved: () => void;
}

export function FieldDialog({ field, onClose, onSaved }: FieldDialogProps) {
  const { t } = useTranslation("contacts");
  const [label, setLabel] = useState(field ? fieldName(field) : "");
  const [kind, setKind] = useState<FieldKind>((field?.kind as FieldKind | undefined) ?? "text");
  const [options, setOptions] = useState<string[]>([...(field?.options ?? [])]);
  const offerUndo = useUndo();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const complete = label.trim() !== "" && (kind !== "choice" || options.length > 0);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = { label: label.trim(), kind, options: kind === "choice" ? options : [] };
    setBusy(true);
    setRefused(null);
    try {
      const saved = t("fields.saved", { name: body.label });
      if (field) {
        const path = { params: { path: { key: bareKey(field) } } };
        const { data } = await client.PATCH("/api/fields/{key}", { ...path, body });
        // Another kind reads the values anew; that can be taken back.
        offerUndo(data, saved);
      } else {
        await client.POST("/api/fields", { body });
        toast.done(saved);
      }
      onSaved();
      onClose();
    } catch (error) {
      setRefused(error);
      setBusy(false);
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t(field ? "fields.edit" : "fields.new")}>
      <form className={classes.form} onSubmit={(event) => void save(event)}>
        {refused ? <Notice tone="red">{errorWords(refused)}</Notice> : null}
        <TextInput
          label={t("fields.name")}
          placeholder={t("fields.namePlaceholder")}
          value={label}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => setLabel(event.currentTarget.value)}
          data-autofocus
        />
        <Radio.Group
          label={t("fields.kindLabel")}
          description={field && kind !== field.kind ? t("fields.kindChange") : null}
          value={kind}
          onChange={(next) => setKind(next as FieldKind)}
        >
          <Stack gap={8} mt={4}>
            {KINDS.map((known) => (
              <Radio key={known} value={known} label={t(`fields.kind.${known}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {kind === "choice" ? (
          <TagsInput
            label={t("fields.options")}
            description={t("fields.optionsHelp")}
            placeholder={options.length === 0 ? t("fields.optionsPlaceholder") : ""}
            value={options}
            onChange={setOptions}
            splitChars={[",", ";"]}
            maxTags={100}
          />
        ) : null}
        <Button type="submit" variant="filled" loading={busy} disabled={!complete}>
          {t(field ? "fields.save" : "fields.create")}
        </Button>
      </form>
    </Dialog>
  );
}
