// What the last verification found, in words; the stamp only repeats it.
import { Button, Modal, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/api/Failure";
import { KeyValue } from "@/design/KeyValue";
import { Notice } from "@/design/Notice";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import classes from "./Audit.module.css";
import { shortHash } from "./ledger";
import type { AuditVerification, useVerification } from "./queries";
import { Stamp } from "./Stamp";
import { useAuditWords } from "./words";

interface VerdictProps {
  verification: ReturnType<typeof useVerification>;
  onOpen: (seq: number) => void;
}

export function Verdict({ verification, onOpen }: VerdictProps) {
  const { last, run } = verification;
  if (run.error) {
    return (
      <div className={classes.verdictAlone}>
        <Failure error={run.error} onRetry={() => run.mutate(null)} />
      </div>
    );
  }
  if (!last) return null;
  if (last.fault) return <Fault found={last} onOpen={onOpen} />;
  return (
    <div className={classes.verdict} role="status">
      <Good found={last} verification={verification} />
      {last.entries > 0 ? <Stamp entries={last.entries} /> : null}
    </div>
  );
}

function Good({
  found,
  verification,
}: {
  found: AuditVerification;
  verification: VerdictProps["verification"];
}) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const checkpoint = found.last_checkpoint;
  const items = [
    ...(found.first_at
      ? [{ key: "first", label: t("verdict.first"), value: format.moment(found.first_at) }]
      : []),
    {
      key: "head",
      label: t("verdict.head"),
      value: <span className="figures">{shortHash(found.head)}</span>,
    },
    ...(checkpoint
      ? [
          {
            key: "checkpoint",
            label: t("verdict.checkpoint"),
            value: t("verdict.checkpointValue", {
              number: checkpoint.number,
              at: format.moment(checkpoint.at),
            }),
          },
        ]
      : []),
    ...(found.key
      ? [{ key: "key", label: t("verdict.key"), value: <span className="figures">{found.key}</span> }]
      : []),
    { key: "level", label: t("verdict.level"), value: t(`levels.${found.level ?? "L1"}` as "levels.L1") },
  ];
  return (
    <div className={classes.words}>
      <p className={classes.when}>{t("verdict.when", { at: format.moment(found.verified_at) })}</p>
      <p className={classes.good}>
        <StatusIcon status="done" />
        {found.entries === 0 ? t("verdict.empty") : t("verdict.good", { count: found.entries })}
      </p>
      <KeyValue items={items} labelWidth={128} />
      {found.macs > 0 ? (
        <p className={classes.when}>{t("verdict.withCode", { count: found.macs })}</p>
      ) : (
        <button type="button" className={classes.link} onClick={() => setAsking(true)}>
          {t("code.ask")}
        </button>
      )}
      <CodeDialog opened={asking} onClose={() => setAsking(false)} verification={verification} />
    </div>
  );
}

function Fault({ found, onOpen }: { found: AuditVerification; onOpen: (seq: number) => void }) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const words = useAuditWords();
  const { seq, kind } = found.fault ?? { seq: 0, kind: "" };
  return (
    <div className={classes.verdictAlone}>
      <Notice
        tone="red"
        title={t("fault.title", { seq: format.number(seq) })}
        action={
          <Button size="sm" onClick={() => onOpen(seq)}>
            {t("fault.open", { seq: format.number(seq) })}
          </Button>
        }
      >
        {words.fault(kind)} {t("fault.safe", { count: found.entries })} {t("fault.next")}
      </Notice>
    </div>
  );
}

interface CodeDialogProps {
  opened: boolean;
  onClose: () => void;
  verification: VerdictProps["verification"];
}

function CodeDialog({ opened, onClose, verification }: CodeDialogProps) {
  const { t } = useTranslation(["audit", "common"]);
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    verification.run.mutate(code);
    setCode("");
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("code.title")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form className={classes.dialog} onSubmit={submit}>
        <p className={classes.when}>{t("code.text")}</p>
        <PasswordInput
          label={t("code.label")}
          value={code}
          autoComplete="off"
          data-autofocus
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" disabled={!code.trim()}>
          {t("code.act")}
        </Button>
      </form>
    </Modal>
  );
}
