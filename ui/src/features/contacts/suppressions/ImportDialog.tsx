// Refusals from another program: a file, what it would add to the list, and the act. Nothing is ever taken off.
import { Button, Loader, Select } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import { Dialog } from "@/design/Dialog";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import { platform } from "@/platform";
import classes from "../Contacts.module.css";
import { useRefreshContact } from "../person/useRefreshContact";
import { CHANNELS, type ListChannel } from "./channels";
import { ImportPreview } from "./ImportPreview";
import own from "./suppressions.module.css";
import { useList } from "./useList";

const EXTENSIONS = ["csv", "txt", "tsv", "xlsx", "xlsb", "xls", "ods", "html", "htm", "xml"];

interface ImportDialogProps {
  /** The channel in sight, to begin with. */
  channel: ListChannel;
  onClose: () => void;
}

export function ImportDialog({ channel, onClose }: ImportDialogProps) {
  const { t } = useTranslation(["contacts", "privacy"]);
  const refresh = useRefreshContact();
  const list = useList({
    channel,
    onAdded: (outcome) => {
      toast.done(t("suppressions.import.added", { count: outcome.new }));
      onClose();
      void refresh();
    },
  });
  const choose = async () => {
    const file = await platform.pickFile([{ name: t("suppressions.import.types"), extensions: EXTENSIONS }]);
    if (file) await list.take(file);
  };
  const { found, upload } = list;
  return (
    <Dialog opened onClose={onClose} title={t("suppressions.import.title")} size="lg">
      <div className={classes.dialog}>
        {list.error ? <Notice tone="red">{errorWords(list.error)}</Notice> : null}
        <p className={classes.quiet}>{t("suppressions.import.text")}</p>
        <Select
          label={t("privacy:list.channel")}
          data={CHANNELS.map((value) => ({ value, label: t(`privacy:channel.${value}`) }))}
          value={found?.own ? null : list.choices.channel}
          placeholder={found?.own ? t("suppressions.import.eachLine") : undefined}
          disabled={found?.own}
          onChange={(value) => value && list.change({ channel: value as ListChannel, column: null })}
          allowDeselect={false}
        />
        <div className={own.file}>
          <Button
            variant={upload ? "default" : "filled"}
            leftSection={<IconFileImport {...icon} />}
            onClick={() => void choose()}
            data-autofocus
          >
            {upload ? t("suppressions.import.other") : t("suppressions.import.choose")}
          </Button>
          {upload ? <span className={`${own.fileName} one-line`}>{upload.name}</span> : null}
        </div>
        {list.reading ? (
          <p className={classes.quiet} role="status">
            <Loader size={14} /> {t("suppressions.import.reading")}
          </p>
        ) : null}
        {found && !list.reading ? (
          <ImportPreview found={found} choices={list.choices} onChange={list.change} />
        ) : null}
        {found && !list.reading ? (
          <Button variant="filled" loading={list.adding} disabled={found.new === 0} onClick={list.add}>
            {found.new === 0
              ? t("suppressions.import.nothing")
              : t("suppressions.import.add", { count: found.new })}
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}
