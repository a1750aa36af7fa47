// For what cannot be undone: the button wakes only when the word or the number has been typed. Spaces are ignored.
import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./ConfirmByTyping.module.css";
import { StatusIcon } from "./StatusIcon";

interface ConfirmByTypingProps {
  /** What must be typed. */
  expected: string;
  /** The sentence above the field; it names what must be typed and what happens. */
  label: ReactNode;
  /** Receives whether it matches, to draw the button. */
  children: (matches: boolean) => ReactNode;
}

function bare(text: string): string {
  return text.replace(/[\s,.](?=\d{3})|\s/gu, "").toLocaleLowerCase();
}

export function ConfirmByTyping({ expected, label, children }: ConfirmByTypingProps) {
  const { t } = useTranslation("common");
  const [typed, setTyped] = useState("");
  const matches = expected !== "" && bare(typed) === bare(expected);
  return (
    <div className={classes.confirm}>
      <TextInput
        classNames={{ label: classes.sentence ?? "" }}
        label={label}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        inputMode={/^\d+$/.test(expected) ? "numeric" : "text"}
        rightSectionWidth={matches ? 120 : 0}
        rightSection={
          matches ? (
            <span className={classes.match} role="status">
              <StatusIcon status="done" />
              {t("confirm.matches")}
            </span>
          ) : null
        }
      />
      {children(matches)}
    </div>
  );
}
