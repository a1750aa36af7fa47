// Two contacts, or several, side by side: whose fiche stays, whose value stays, and what comes of it.
import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { Contact, Duplicate } from "@/api/types";
import { Chip } from "@/design/Chip";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { Skeletons } from "@/design/Skeletons";
import { useCommands } from "@/lib/commands";
import classes from "./Compare.module.css";
import { CompareTable } from "./CompareTable";
import { MergeFooter } from "./MergeFooter";
import { Permissions } from "./Permissions";
import { type Decided, useKeepApart, useMerge, useSideBySide } from "./queries";
import { type Choices, compareRows, neededChoices } from "./rows";

interface CompareProps {
  /** Ids with points between them. */
  id: string;
  /** The pair as the list has it. */
  listed?: Duplicate | undefined;
  decided: Decided;
  onSettled: () => void;
  onBack: () => void;
}

export function Compare({ id, listed, decided, onSettled, onBack }: CompareProps) {
  const { t } = useTranslation("duplicates");
  const found = useSideBySide(id.split("."), listed);
  if (found.error) {
    return (
      <div className={classes.waiting}>
        <Failure error={found.error} onRetry={() => void found.retry()} />
      </div>
    );
  }
  if (!found.contacts) {
    return (
      <div className={classes.waiting}>
        <Skeletons lines={8} label={t("loading")} />
      </div>
    );
  }
  if (found.contacts.some((contact) => contact.deleted_at !== null)) {
    return (
      <div className={classes.waiting}>
        <Notice
          tone="plain"
          title={t("gone.title")}
          action={<Button onClick={onSettled}>{t("gone.act")}</Button>}
        >
          {t("gone.text")}
        </Notice>
      </div>
    );
  }
  return (
    <SideBySide
      id={id}
      contacts={found.contacts}
      pair={found.pair}
      decided={decided}
      onSettled={onSettled}
      onBack={onBack}
    />
  );
}

interface SideBySideProps extends CompareProps {
  contacts: Contact[];
  pair: Duplicate | undefined;
}

/** A button that has the focus is pressed; everywhere else Enter merges. */
function enterMerges(merge: () => void): void {
  const focused = document.activeElement;
  const button =
    focused instanceof HTMLElement && focused.matches("button, a") && !focused.matches("[data-pair]");
  if (button) focused.click();
  else merge();
}

function SideBySide({ id, contacts, pair, decided, onSettled, onBack }: SideBySideProps) {
  const { t } = useTranslation("duplicates");
  const [keep, setKeep] = useState(contacts[0]?.id ?? "");
  const [choices, setChoices] = useState<Choices>({});
  const rows = useMemo(() => compareRows(contacts), [contacts]);
  const order = {
    keep,
    merge: contacts.map((contact) => contact.id).filter((other) => other !== keep),
    fields: neededChoices(rows, contacts, keep, choices),
  };
  const preview = api.useQuery(
    "post",
    "/api/contacts/merge/preview",
    { body: order },
    { placeholderData: (before) => before, retry: false },
  );
  const merge = useMerge(decided);
  const apart = useKeepApart(decided);
  const kept = contacts.find((contact) => contact.id === keep);
  const act = () => {
    if (preview.error) return;
    onSettled();
    void merge(order);
  };
  const keepApart = () => {
    onSettled();
    void apart(id);
  };
  useCommands([
    ...contacts.map((contact, at) => ({
      id: `duplicates.keep.${at}`,
      label: t("keys.keep", { number: at + 1 }),
      group: "here" as const,
      keys: String(at + 1),
      run: () => {
        setKeep(contact.id);
        setChoices({});
      },
    })),
    {
      id: "duplicates.merge",
      label: t("keys.merge"),
      group: "here",
      keys: "enter",
      run: () => enterMerges(act),
    },
    ...(pair
      ? [
          {
            id: "duplicates.apart",
            label: t("apart.act"),
            group: "here" as const,
            keys: "n",
            run: keepApart,
          },
        ]
      : []),
  ]);
  return (
    <section className={classes.compare} aria-label={t("compare.label")}>
      <div className={classes.scroll}>
        <div className={classes.head}>
          <span className={classes.back}>
            <IconButton label={t("back")} onClick={onBack}>
              <IconArrowLeft {...icon} />
            </IconButton>
          </span>
          <h2 className={classes.question}>
            {contacts.length > 2 ? t("compare.several", { count: contacts.length }) : t("compare.question")}
          </h2>
          <span className={classes.chips}>
            {pair?.reasons.map((reason) => (
              <Chip key={reason}>{t(`reason.${reason}`)}</Chip>
            ))}
            {pair && pair.reasons.length === 0 ? <Chip tone="amber">{t("reason.none")}</Chip> : null}
          </span>
        </div>
        {pair?.distinct ? <Notice tone="amber">{t("apart.already")}</Notice> : null}
        {preview.error ? <Notice tone="red">{errorWords(preview.error)}</Notice> : null}
        <CompareTable
          contacts={contacts}
          rows={rows}
          keep={keep}
          choices={choices}
          result={preview.data?.contact}
          onKeep={(next) => {
            setKeep(next);
            setChoices({});
          }}
          onChoose={(key, from) => setChoices((before) => ({ ...before, [key]: from }))}
        />
        <Permissions contacts={contacts} preview={preview.data} />
      </div>
      <MergeFooter
        name={preview.data?.contact.display_name ?? kept?.display_name ?? ""}
        others={order.merge.length}
        disabled={preview.error !== null}
        onMerge={act}
        {...(pair && !pair.distinct ? { onApart: keepApart } : {})}
      />
    </section>
  );
}
