// What can be done with the ticked contacts; each act can be taken back.
import { Button, Menu } from "@mantine/core";
import {
  IconArrowMerge,
  IconDots,
  IconDownload,
  IconFolderMinus,
  IconFolderPlus,
  IconForms,
  IconTag,
  IconTagOff,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import type { Selection } from "@/design/useSelection";
import { type BulkTarget, useBulk } from "../queries";
import classes from "./Bulk.module.css";
import { BulkPopover } from "./BulkPopover";
import { FieldForm } from "./FieldForm";
import { GroupForm } from "./GroupForm";
import { TagForm } from "./TagForm";

/** So many can be laid side by side. */
const MERGED_AT_MOST = 5;

type Form = "tag" | "untag" | "group" | "ungroup" | "field";

interface BulkBarProps {
  selection: Selection;
  target: BulkTarget;
  onExport: () => void;
}

export function BulkBar({ selection, target, onExport }: BulkBarProps) {
  const { t } = useTranslation(["contacts", "common"]);
  const bulk = useBulk();
  const navigate = useNavigate();
  const { count } = selection;
  const [open, setOpen] = useState<Form | null>(null);
  const bind = (form: Form) => ({
    opened: open === form,
    onChange: (opened: boolean) => setOpen(opened ? form : null),
  });
  const close = () => setOpen(null);
  const several = "ids" in target && target.ids.length >= 2 && target.ids.length <= MERGED_AT_MOST;
  const pair = several ? target.ids.join(".") : null;
  return (
    <section className={classes.bulk} aria-label={t("bulk.label")}>
      <span className={classes.count} role="status">
        {t("bulk.chosen", { count })}
      </span>
      <IconButton label={t("bulk.clear")} onClick={selection.clear}>
        <IconX {...icon} />
      </IconButton>
      <BulkPopover {...bind("tag")} label={t("bulk.addTag")} face={<IconTag {...icon} />}>
        <TagForm
          act={t("bulk.add", { count })}
          onChoose={(tag) => {
            close();
            void bulk(target, { action: "add_tag", tag });
          }}
        />
      </BulkPopover>
      <BulkPopover {...bind("group")} label={t("bulk.addGroup")} face={<IconFolderPlus {...icon} />}>
        <GroupForm
          act={t("bulk.addToGroup", { count })}
          mayCreate
          onChoose={(group, name) => {
            close();
            void bulk(target, { action: "add_to_group", group, name });
          }}
        />
      </BulkPopover>
      <BulkPopover {...bind("field")} short label={t("bulk.setField")} face={<IconForms {...icon} />}>
        <FieldForm
          count={count}
          onChoose={(field, value, label) => {
            close();
            void bulk(target, { action: "set_field", field, value, label });
          }}
        />
      </BulkPopover>
      {pair ? (
        <Button
          size="sm"
          className={classes.short ?? ""}
          leftSection={<IconArrowMerge {...icon} />}
          onClick={() => void navigate({ to: "/contacts/duplicates", search: { pair } as never })}
        >
          {t("bulk.merge")}
        </Button>
      ) : null}
      <BulkPopover
        opened={open === "untag" || open === "ungroup"}
        onChange={(opened) => {
          if (!opened) close();
        }}
        target={
          <span>
            <Menu returnFocus={false}>
              <Menu.Target>
                <IconButton label={t("common:more")} variant="default">
                  <IconDots {...icon} />
                </IconButton>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconTagOff {...icon} />} onClick={() => setOpen("untag")}>
                  {t("bulk.removeTag")}
                </Menu.Item>
                <Menu.Item leftSection={<IconFolderMinus {...icon} />} onClick={() => setOpen("ungroup")}>
                  {t("bulk.removeGroup")}
                </Menu.Item>
                <Menu.Item leftSection={<IconDownload {...icon} />} onClick={onExport}>
                  {t("bulk.export")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </span>
        }
      >
        {open === "untag" ? (
          <TagForm
            act={t("bulk.removeTag")}
            onChoose={(tag) => {
              close();
              void bulk(target, { action: "remove_tag", tag });
            }}
          />
        ) : (
          <GroupForm
            act={t("bulk.removeGroup")}
            onChoose={(group, name) => {
              close();
              void bulk(target, { action: "remove_from_group", group, name });
            }}
          />
        )}
      </BulkPopover>
      <Button
        size="sm"
        color="red"
        className={classes.loss ?? ""}
        leftSection={<IconTrash {...icon} />}
        onClick={() => {
          selection.clear();
          void bulk(target, { action: "delete" });
        }}
      >
        {t("bulk.delete", { count })}
      </Button>
    </section>
  );
}
