// One contact beside the table: who, what is allowed, what happened, what to remember.
import { Menu, Textarea } from "@mantine/core";
import { IconDots, IconMailOff, IconTrash } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorCode, errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { Contact } from "@/api/types";
import { Avatar } from "@/design/Avatar";
import { Drawer, DrawerSection } from "@/design/Drawer";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { Saved } from "@/design/Saved";
import { Skeletons } from "@/design/Skeletons";
import { toast } from "@/design/toast";
import { MergeHistory } from "@/features/duplicates";
import { useFormat } from "@/lib/useFormat";
import { Consent } from "./Consent";
import classes from "./ContactDrawer.module.css";
import { ContactFieldList } from "./ContactFieldList";
import { GroupEditor } from "./GroupEditor";
import { History } from "./History";
import { PersonMenuItems } from "./person/PersonMenuItems";
import { useDeleteContact } from "./queries";
import { TagEditor } from "./TagEditor";
import { type Autosave, useAutosave } from "./useAutosave";

interface ContactDrawerProps {
  id: string;
  index: number;
  total: number;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onClose: () => void;
}

export function ContactDrawer({ id, index, total, onPrevious, onNext, onClose }: ContactDrawerProps) {
  const { t } = useTranslation(["contacts", "common"]);
  const format = useFormat();
  const found = api.useQuery("get", "/api/contacts/{id}", { params: { path: { id } } });
  const contact = found.data;
  const autosave = useAutosave(contact);
  const gone = found.error && errorCode(found.error).endsWith("not_found");
  return (
    <Drawer
      label={contact ? t("drawer.label", { name: contact.display_name }) : t("common:loading")}
      position={
        index >= 0
          ? t("drawer.position", { index: format.number(index + 1), total: format.number(total) })
          : null
      }
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
      words={{ previous: t("drawer.previous"), next: t("drawer.next"), close: t("drawer.close") }}
      actions={contact ? <MoreActs contact={contact} onClose={onClose} /> : null}
    >
      {found.isPending ? <Skeletons lines={6} label={t("common:loading")} /> : null}
      {gone ? <Notice tone="plain">{t("drawer.gone")}</Notice> : null}
      {found.error && !gone ? <Failure error={found.error} onRetry={() => void found.refetch()} /> : null}
      {contact ? <Body contact={contact} autosave={autosave} /> : null}
    </Drawer>
  );
}

function Body({ contact, autosave }: { contact: Contact; autosave: Autosave }) {
  const { t } = useTranslation("contacts");
  const under = [contact.civility, contact.company].filter(Boolean).join(", ");
  return (
    <>
      <div className={classes.head}>
        <Avatar name={contact.display_name} />
        <div className={classes.who}>
          <h2 className={classes.name}>{contact.display_name}</h2>
          {under && under !== contact.display_name ? <p className={classes.under}>{under}</p> : null}
        </div>
        <Saved state={autosave.state} />
      </div>
      <ContactFieldList contact={contact} autosave={autosave} />
      <div className={classes.tagRow}>
        <span className={classes.tagLabel}>{t("tags.label")}</span>
        <TagEditor tags={contact.tags} onChange={(tags) => autosave.save({ tags })} />
      </div>
      <div className={classes.tagRow}>
        <span className={classes.tagLabel}>{t("groups.label")}</span>
        <GroupEditor contactId={contact.id} groups={contact.groups ?? []} />
      </div>
      <Consent contact={contact} />
      <History contactId={contact.id} />
      <MergeHistory contactId={contact.id} />
      <Notes contact={contact} autosave={autosave} />
    </>
  );
}

const TYPING_MS = 700;

function Notes({ contact, autosave }: { contact: Contact; autosave: Autosave }) {
  const { t } = useTranslation("contacts");
  const [text, setText] = useState(contact.notes);
  const { save } = autosave;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the typing starts the clock
  useEffect(() => {
    if (text === contact.notes) return;
    const timer = window.setTimeout(() => save({ notes: text }), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return (
    <DrawerSection title={t("notes.title")}>
      <Textarea
        aria-label={t("notes.title")}
        placeholder={t("notes.placeholder")}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => {
          if (text !== contact.notes) save({ notes: text });
        }}
      />
    </DrawerSection>
  );
}

function MoreActs({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { t } = useTranslation("contacts");
  const remove = useDeleteContact();
  const suppress = api.useMutation("post", "/api/suppressions", {
    onSuccess: () => toast.done(t("consent.suppressed", { name: contact.display_name })),
    onError: (error) => toast.failed(errorWords(error)),
  });
  const address = contact.email;
  return (
    <Menu>
      <Menu.Target>
        <IconButton label={t("drawer.more")}>
          <IconDots {...icon} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {address && !contact.suppressed ? (
          <Menu.Item
            leftSection={<IconMailOff {...icon} />}
            onClick={() => suppress.mutate({ body: { address, channel: "email", reason: "manual" } })}
          >
            {t("consent.suppress")}
          </Menu.Item>
        ) : null}
        <PersonMenuItems contact={contact} />
        <Menu.Item
          data-danger
          leftSection={<IconTrash {...icon} />}
          onClick={() => {
            onClose();
            void remove(contact);
          }}
        >
          {t("drawer.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
