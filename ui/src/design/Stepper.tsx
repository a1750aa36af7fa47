// Where a wizard stands: done, here, to come. A done step is a way back.
import { IconCheck } from "@tabler/icons-react";
import { Fragment } from "react";
import classes from "./Stepper.module.css";

export interface Step {
  key: string;
  label: string;
  /** Present when the person may go back to it. */
  onSelect?: (() => void) | undefined;
}

interface StepperProps {
  label: string;
  steps: Step[];
  /** Index of the step in hand; `steps.length` when all are done. */
  current: number;
  doneWord: string;
}

export function Stepper({ label, steps, current, doneWord }: StepperProps) {
  return (
    <nav aria-label={label}>
      <ol className={classes.steps}>
        {steps.map((step, index) => {
          const state = index < current ? "done" : index === current ? "here" : "later";
          const face = (
            <>
              <span className={classes.dot} aria-hidden>
                {state === "done" ? <IconCheck size={12} stroke={2} /> : index + 1}
              </span>
              <span className={classes.label}>{step.label}</span>
              {state === "done" ? <span className="only-heard">{doneWord}</span> : null}
            </>
          );
          return (
            <Fragment key={step.key}>
              {index > 0 ? <li className={classes.line} aria-hidden /> : null}
              <li
                data-state={state}
                className={classes.step}
                {...(state === "here" ? { "aria-current": "step" } : {})}
              >
                {state === "done" && step.onSelect ? (
                  <button type="button" className={classes.face} onClick={step.onSelect}>
                    {face}
                  </button>
                ) : (
                  <span className={classes.face}>{face}</span>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
