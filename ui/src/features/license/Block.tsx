// A text block for the vendor: shown whole, to copy or save, with a short check that can be read over the phone.
import { Button, CopyButton, Textarea } from "@mantine/core";
import { IconCopy, IconDeviceFloppy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import { icon } from "@/design/icon";
import { toast } from "@/design/toast";
import { platform } from "@/platform";
import { spoken } from "./license";
import classes from "./license.module.css";

interface BlockProps {
  text: string;
  check: string;
  /** Name of the file it is saved as. */
  file: string;
  /** What the block is, for whoever cannot see it. */
  label: string;
  /** The sentence above the check. */
  checkText: string;
  picture?: ReactNode;
}

export function Block({ text, check, file, label, checkText, picture }: BlockProps) {
  const { t } = useTranslation("license");
  const save = async () => {
    try {
      const bytes = new TextEncoder().encode(text);
      if (await platform.saveFile(file, bytes.buffer as ArrayBuffer, "text/plain"))
        toast.done(t("block.saved"));
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
  return (
    <>
      <div className={classes.acts}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button leftSection={<IconCopy {...icon} />} onClick={copy}>
              {copied ? t("block.copied") : t("block.copy")}
            </Button>
          )}
        </CopyButton>
        <Button leftSection={<IconDeviceFloppy {...icon} />} onClick={() => void save()}>
          {t("block.save")}
        </Button>
      </div>
      <div className={classes.sheet}>
        <Textarea
          className={classes.block ?? ""}
          classNames={{ input: classes.paste ?? "" }}
          aria-label={label}
          value={text}
          readOnly
          autosize
          minRows={4}
          maxRows={11}
          onFocus={(event) => event.currentTarget.select()}
        />
        {picture}
      </div>
      <p className={classes.text}>{checkText}</p>
      <p className={classes.check} role="img" aria-label={[...check].join(" ")}>
        {spoken(check).map((group) => (
          <span key={group}>{group}</span>
        ))}
      </p>
    </>
  );
}
