// What waits for a person: sentences, one verb each, the gravest first. What is in order stands below, quietly.

import { Button } from "@mantine/core";
import {
  IconAddressBook,
  IconArchive,
  IconCertificate,
  IconClockExclamation,
  IconFileAlert,
  IconHelpCircle,
  IconHourglass,
  IconKey,
  IconMailBolt,
  IconPlayerPause,
  IconPlugConnected,
  IconTemplate,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Home, Todo } from "@/api/types";
import { iconLarge } from "@/design/icon";
import { Card, Section } from "@/design/Page";
import { StatusIcon } from "@/design/StatusIcon";
import { setRecoveryLater } from "@/lib/recoveryLater";
import { useFormat } from "@/lib/useFormat";
import classes from "./Home.module.css";
import { todoTarget } from "./todoTarget";

const FACES = {
  confirm_recovery_code: IconKey,
  add_connection: IconPlugConnected,
  test_connection: IconMailBolt,
  import_contacts: IconAddressBook,
  write_template: IconTemplate,
  rejected_rows: IconFileAlert,
  retention_due: IconHourglass,
  campaign_paused: IconPlayerPause,
  unknown_recipients: IconHelpCircle,
  back_up: IconArchive,
  license_stopped: IconCertificate,
  license_ending: IconCertificate,
  license_clock: IconClockExclamation,
} as const;

type Code = keyof typeof FACES;

const RECENTLY = 2 * 3_600_000;

export function Waiting({ home }: { home: Home }) {
  const { t } = useTranslation("home");
  const beginning = home.contacts === 0 && home.campaigns_recent.length === 0;
  return (
    <Section
      title={beginning ? t("start.title") : t("waiting.title")}
      aside={beginning ? t("start.text") : undefined}
    >
      <Card>
        {home.todo.length === 0 ? (
          <div className={classes.calm}>
            <StatusIcon status="done" size={20} />
            <div>
              <p className={classes.todoTitle}>{t("waiting.nothing")}</p>
              <p className={classes.todoText}>{t("waiting.nothingText")}</p>
            </div>
          </div>
        ) : (
          <ul className={classes.todos}>
            {home.todo.map((todo, index) => (
              <TodoRow key={`${todo.code} ${todo.link}`} todo={todo} first={index === 0} />
            ))}
          </ul>
        )}
        <InOrder home={home} />
      </Card>
    </Section>
  );
}

function TodoRow({ todo, first }: { todo: Todo; first: boolean }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const navigate = useNavigate();
  const known = todo.code in FACES;
  const Face = known ? FACES[todo.code as Code] : IconHelpCircle;
  const values = { count: todo.count, subject: todo.subject };
  const age = todo.since === null ? null : Date.now() - todo.since;
  const since =
    age === null
      ? null
      : age < RECENTLY
        ? t("todo.since", { duration: format.duration(age) })
        : format.recent(todo.since ?? 0);
  const title = known ? t(`todo.${todo.code as Code}.title`, values) : todo.subject || t("todo.other.title");
  return (
    <li className={classes.todo}>
      <span className={classes.todoFace}>
        <Face {...iconLarge} />
      </span>
      <div className={classes.todoWords}>
        <p className={classes.todoTitle}>{title}</p>
        {known ? <p className={classes.todoText}>{t(`todo.${todo.code as Code}.text`, values)}</p> : null}
      </div>
      <span className={classes.since}>{since}</span>
      <Button
        className={classes.act}
        variant={first ? "filled" : "default"}
        onClick={() =>
          todo.code === "confirm_recovery_code"
            ? setRecoveryLater(false)
            : void navigate({ href: todoTarget(todo) })
        }
      >
        {known ? t(`todo.${todo.code as Code}.act`) : t("todo.other.act")}
      </Button>
    </li>
  );
}

function InOrder({ home }: { home: Home }) {
  const { t } = useTranslation("home");
  const facts: string[] = [];
  if (home.connections > 0) facts.push(t("order.connections", { count: home.connections }));
  if (!home.todo.some((todo) => todo.code === "confirm_recovery_code")) facts.push(t("order.recovery"));
  facts.push(t("order.local"));
  return (
    <ul className={classes.order}>
      {facts.map((fact) => (
        <li key={fact}>
          <StatusIcon status="done" />
          {fact}
        </li>
      ))}
    </ul>
  );
}
