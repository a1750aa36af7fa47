// The firm's own fields: what they are called, what kind of value they hold, how many contacts carry one.
import { Button, Menu } from "@mantine/core";
import {
  IconAbc,
  IconCalendar,
  IconDots,
  IconHash,
  IconList,
  IconPencil,
  IconPlus,
  IconToggleRight,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { Field } from "@/api/types";
import { EmptyState } from "@/design/EmptyState";
import { IconButton } from "@/design/IconButton";
import { icon, iconLarge } from "@/design/icon";
import { Card, Section } from "@/design/Page";
import { toast } from "@/design/toast";
import { bareKey, type FieldKind, fieldName, useRefreshLists, useUndo } from "@/features/contacts";
import classes from "../settings.module.css";
import { FieldDialog } from "./FieldDialog";
import own from "./fields.module.css";

const FACE = {
  text: IconAbc,
  number: IconHash,
  date: IconCalendar,
  yes_no: IconToggleRight,
  choice: IconList,
} as const satisfies Record<FieldKind, unknown>;

export function FieldsSection() {
  const { t } = useTranslation(["contacts", "settings"]);
  const refresh = useRefreshLists();
  const offerUndo = useUndo();
  const fields = api.useQuery("get", "/api/fields", { params: { query: { uses: true } } });
  const [editing, setEditing] = useState<Field | "new" | null>(null);
  const customs = fields.data?.filter((field) => field.custom);
  const remove = async (field: Field) => {
    try {
      const path = { params: { path: { key: bareKey(field) } } };
      const { data } = await client.DELETE("/api/fields/{key}", path);
      offerUndo(data, t("fields.gone", { name: fieldName(field) }));
    } catch (error) {
      toast.failed(errorWords(error));
    }
    await refresh();
  };
  return (
    <Section
      title={t("settings:section.fields")}
      aside={
        <Button size="sm" leftSection={<IconPlus {...icon} />} onClick={() => setEditing("new")}>
          {t("fields.new")}
        </Button>
      }
    >
      <p className={own.lead}>{t("fields.lead")}</p>
      <Card>
        {fields.error ? <Failure error={fields.error} onRetry={() => void fields.refetch()} /> : null}
        {customs?.length === 0 ? (
          <EmptyState icon={<IconList {...iconLarge} />} title={t("fields.emptyTitle")}>
            {t("fields.emptyText")}
          </EmptyState>
        ) : null}
        <ul className={classes.rows}>
          {customs?.map((field) => (
            <Row
              key={field.key}
              field={field}
              onEdit={() => setEditing(field)}
              onRemove={() => void remove(field)}
            />
          ))}
        </ul>
      </Card>
      {editing ? (
        <FieldDialog
          field={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={() => void refresh()}
        />
      ) : null}
    </Section>
  );
}

function Row({ field, onEdit, onRemove }: { field: Field; onEdit: () => void; onRemove: () => void }) {
  const { t } = useTranslation("contacts");
  const name = fieldName(field);
  const kind = field.kind as FieldKind;
  const Face = FACE[kind] ?? IconAbc;
  const { options } = field;
  return (
    <li className={classes.row}>
      <Face {...iconLarge} className={own.face} />
      <div className={classes.rowText}>
        <strong>{name}</strong>
        <span>
          {options.length > 0
            ? t("fields.choiceOf", { options: options.join(", ") })
            : t(`fields.kind.${kind}`)}
          {field.uses == null ? null : ` · ${t("fields.uses", { count: field.uses })}`}
        </span>
      </div>
      <Menu>
        <Menu.Target>
          <IconButton label={t("rail.acts", { name })}>
            <IconDots {...icon} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil {...icon} />} onClick={onEdit}>
            {t("fields.edit")}
          </Menu.Item>
          <Menu.Item data-danger leftSection={<IconTrash {...icon} />} onClick={onRemove}>
            {t("fields.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
