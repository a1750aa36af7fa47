// The ways to open the vault, each with what can be done about it.
import { Button } from "@mantine/core";
import { IconDeviceDesktop, IconFileText, IconKey, IconMessage2, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Slot, Slots } from "@/api/security";
import { Chip } from "@/design/Chip";
import { icon, iconLarge } from "@/design/icon";
import { Card, Section } from "@/design/Page";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import settings from "../settings.module.css";
import { ForgetComputer } from "./ForgetComputer";
import { PassphraseDialog } from "./PassphraseDialog";
import { RecoveryCodeDialog } from "./RecoveryCodeDialog";
import { RemovePassphrase } from "./RemovePassphrase";
import classes from "./security.module.css";
import { canForget, canRemovePassphrase, hasPassphrase, inOrder, ownName } from "./slots";

const FACES = {
  machine: IconDeviceDesktop,
  keychain: IconKey,
  passphrase: IconMessage2,
  recovery: IconFileText,
} as const;

type Open = { what: "passphrase" | "removePassphrase" | "code" } | { what: "forget"; slot: Slot };

export function SlotCard({ list }: { list: Slots }) {
  const { t } = useTranslation("security");
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const acts = (slot: Slot): ReactNode => {
    if (canForget(slot))
      return (
        <Button size="sm" color="red" onClick={() => setOpen({ what: "forget", slot })}>
          {t("slots.forget")}
        </Button>
      );
    if (slot.kind === "recovery")
      return (
        <Button size="sm" onClick={() => setOpen({ what: "code" })}>
          {t("slots.newCode")}
        </Button>
      );
    if (slot.kind !== "passphrase") return null;
    return (
      <>
        <Button size="sm" onClick={() => setOpen({ what: "passphrase" })}>
          {t("slots.changePassphrase")}
        </Button>
        {canRemovePassphrase(list) ? (
          <Button
            size="sm"
            color="red"
            variant="subtle"
            onClick={() => setOpen({ what: "removePassphrase" })}
          >
            {t("slots.removePassphrase")}
          </Button>
        ) : null}
      </>
    );
  };
  return (
    <Section
      title={t("slots.title")}
      aside={
        hasPassphrase(list.slots) ? null : (
          <Button
            size="sm"
            leftSection={<IconPlus {...icon} />}
            onClick={() => setOpen({ what: "passphrase" })}
          >
            {t("slots.addPassphrase")}
          </Button>
        )
      }
    >
      <Card>
        <ul className={settings.rows}>
          {inOrder(list.slots).map((slot) => (
            <Row key={slot.id} slot={slot} acts={acts(slot)} />
          ))}
        </ul>
        <p className={classes.under}>{list.keychain_available ? t("slots.any") : t("slots.noKeychain")}</p>
      </Card>
      {open?.what === "passphrase" ? (
        <PassphraseDialog changes={hasPassphrase(list.slots)} onClose={close} />
      ) : null}
      {open?.what === "removePassphrase" ? <RemovePassphrase onClose={close} /> : null}
      {open?.what === "code" ? <RecoveryCodeDialog onClose={close} /> : null}
      {open?.what === "forget" ? <ForgetComputer slot={open.slot} onClose={close} /> : null}
    </Section>
  );
}

function Row({ slot, acts }: { slot: Slot; acts: ReactNode }) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const vault = api.useQuery("get", "/api/vault", {}, { enabled: slot.kind === "recovery" });
  const checked = slot.kind === "recovery" ? vault.data?.recovery_confirmed : undefined;
  const Face = FACES[slot.kind];
  return (
    <li className={settings.row}>
      <span className={classes.face}>
        <Face {...iconLarge} />
      </span>
      <div className={settings.rowText}>
        <span className={classes.name}>
          <strong>{ownName(slot) || t(`kind.${slot.kind}.name`)}</strong>
          {slot.this_computer ? <Chip>{t("slots.thisComputer")}</Chip> : null}
        </span>
        <span>
          {t(`kind.${slot.kind}.does`)} {t("slots.since", { date: format.date(slot.created_at) })}
        </span>
        {checked === undefined ? null : (
          <span className={classes.checked} data-checked={checked}>
            <StatusIcon status={checked ? "done" : "asks"} />{" "}
            {t(checked ? "slots.checked" : "slots.unchecked")}
          </span>
        )}
      </div>
      {acts ? <div className={classes.acts}>{acts}</div> : null}
    </li>
  );
}
