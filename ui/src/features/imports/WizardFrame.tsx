// The frame of the wizard: title, steps, the file's line, the body, and the footer's place.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/design/ButtonLink";
import { Stepper } from "@/design/Stepper";
import classes from "./Wizard.module.css";

interface WizardFrameProps {
  step: 0 | 1 | 2 | 3;
  line?: ReactNode;
  /** Ways back, by step. */
  onStep?: (() => void)[];
  children: ReactNode;
}

const STEPS = ["file", "columns", "review", "result"] as const;

export function WizardFrame({ step, line, onStep = [], children }: WizardFrameProps) {
  const { t } = useTranslation(["imports", "common"]);
  return (
    <div className={classes.wizard}>
      <div className={classes.page}>
        <header className={classes.top}>
          <h1 className={classes.title}>{t("title")}</h1>
          <Stepper
            label={t("steps.label")}
            doneWord={t("common:steps.done")}
            current={step}
            steps={STEPS.map((key, index) => ({ key, label: t(`steps.${key}`), onSelect: onStep[index] }))}
          />
          <ButtonLink to="/contacts" variant="subtle" className={classes.leave}>
            {t("leave")}
          </ButtonLink>
        </header>
        {line}
        {children}
      </div>
    </div>
  );
}

export function WizardBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>;
}

interface WizardFooterProps {
  icon: ReactNode;
  title: ReactNode;
  text: ReactNode;
  aside?: ReactNode;
  actions: ReactNode;
}

/** Reassurance at the left, the verb at the right. */
export function WizardFooter({ icon, title, text, aside, actions }: WizardFooterProps) {
  return (
    <footer className={classes.footer}>
      <span className={classes.footerIcon}>{icon}</span>
      <div className={classes.footerWords}>
        <p className={classes.footerTitle}>{title}</p>
        <p className={classes.footerText}>{text}</p>
      </div>
      {aside ? <div className={classes.footerAside}>{aside}</div> : null}
      <div className={classes.footerActs}>{actions}</div>
    </footer>
  );
}
