// The three steps: ask, answer, done. All stand on the page, so that "step two" means the same to both on the phone.
import type { ReactNode } from "react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { License } from "@/api/types";
import { Card, Section } from "@/design/Page";
import { StatusIcon } from "@/design/StatusIcon";
import { AnswerStep } from "./AnswerStep";
import classes from "./license.module.css";
import { RequestStep } from "./RequestStep";
import { useStateSentence } from "./sentence";

export function Activation({ license }: { license: License }) {
  const { t } = useTranslation("license");
  const [done, setDone] = useState(false);
  const [answering, setAnswering] = useState(false);
  return (
    <Section title={t("steps.title")} aside={t("steps.aside")}>
      <Card>
        <ol className={classes.steps}>
          <Step number={1} title={t("request.title")}>
            <RequestStep pending={license.request_pending} primary={!answering} />
          </Step>
          <Step number={2} title={t("answer.title")}>
            <AnswerStep onTyping={setAnswering} onDone={() => setDone(true)} />
          </Step>
          <Step number={3} title={t("done.title")}>
            {done ? <Done license={license} /> : <p className={classes.text}>{t("done.waiting")}</p>}
          </Step>
        </ol>
      </Card>
    </Section>
  );
}

function Done({ license }: { license: License }) {
  const sentence = useStateSentence(license);
  const { t } = useTranslation("license");
  return (
    <p className={classes.doneLine} role="status">
      <StatusIcon status="done" size={20} />
      <span>
        {sentence} {t("done.text")}
      </span>
    </p>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className={classes.step}>
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      <div className={classes.stepBody}>
        <h3 className={classes.stepTitle}>{title}</h3>
        {children}
      </div>
    </li>
  );
}
