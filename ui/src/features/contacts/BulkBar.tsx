// What can be done with the ticked contacts; each act can be taken back.
import { Autocomplete, Button, Modal, Popover } from "@mantine/core";
import { IconTag, IconTagOff, IconTrash, IconX } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import type { Selection } from "@/design/useSelection";
import classes from "./Contacts.module.css";
import { type BulkTarget, EXACT_UP_TO, useBulk } from "./queries";

export function BulkBar({ selection, target }: { selection: Selection; target: BulkTarget }) {
  const { t } = useTranslation(["contacts", "common"]);
  const bulk = useBulk();
  const { count } = selection;
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    setAsking(false);
    selection.clear();
    await bulk.remove(target);
  };
  return (
    <section className={classes.bulk} aria-label={t("bulk.label")}>
      <span className={classes.bulkCount} role="status">
        {t("bulk.chosen", { count })}
      </span>
      <IconButton label={t("bulk.clear")} onClick={selection.clear}>
        <IconX {...icon} />
      </IconButton>
      <TagPopover
        label={t("bulk.addTag")}
        face={<IconTag {...icon} />}
        act={t("bulk.add", { count })}
        onChoose={(tag) => void bulk.addTag(target, tag)}
      />
      <TagPopover
        label={t("bulk.removeTag")}
        face={<IconTagOff {...icon} />}
        act={t("bulk.removeTag")}
        onChoose={(tag) => void bulk.removeTag(target, tag)}
      />
      <Button
        size="sm"
        color="red"
        leftSection={<IconTrash {...icon} />}
        onClick={() => (count > EXACT_UP_TO ? setAsking(true) : void remove())}
      >
        {t("bulk.delete", { count })}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("bulk.confirmTitle", { count })}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <ConfirmByTyping expected={String(count)} label={t("bulk.confirmText", { count })}>
          {(matches) => (
            <Button color="red" disabled={!matches} onClick={() => void remove()}>
              {t("bulk.delete", { count })}
            </Button>
          )}
        </ConfirmByTyping>
      </Modal>
    </section>
  );
}

interface TagPopoverProps {
  label: string;
  face: ReactNode;
  act: string;
  onChoose: (tag: string) => void;
}

function TagPopover({ label, face, act, onChoose }: TagPopoverProps) {
  const { t } = useTranslation("contacts");
  const tags = api.useQuery("get", "/api/tags");
  const [opened, setOpened] = useState(false);
  const [tag, setTag] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!tag.trim()) return;
    onChoose(tag.trim());
    setOpened(false);
    setTag("");
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus position="bottom-start">
      <Popover.Target>
        <Button size="sm" leftSection={face} onClick={() => setOpened(!opened)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes.tagForm} onSubmit={submit}>
          <Autocomplete
            label={t("bulk.tagName")}
            placeholder={t("bulk.tagPlaceholder")}
            data={tags.data?.map(({ name }) => name) ?? []}
            value={tag}
            onChange={setTag}
            comboboxProps={{ withinPortal: false }}
            data-autofocus
          />
          <Button type="submit" variant="filled" disabled={!tag.trim()}>
            {act}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
