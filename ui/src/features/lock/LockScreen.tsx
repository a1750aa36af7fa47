// The locked vault: why, what is safe, and the ways to open it. There is no way here to lose anything.
import { Button } from "@mantine/core";
import { IconArchive, IconDeviceDesktop, IconKey, IconMessage2 } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ApiError, codeWords, errorCode } from "@/api/errors";
import type { Vault } from "@/api/types";
import { GatePage } from "@/design/GatePage";
import { icon } from "@/design/icon";
import { useAttempts } from "./attempts";
import classes from "./lock.module.css";
import { DELAYED, offerOf, troubleOf, type Way, waysFor } from "./reasons";
import { UnlockForm } from "./UnlockForm";

const FACES = { computer: IconDeviceDesktop, passphrase: IconMessage2, recovery: IconKey } as const;

interface LockScreenProps {
  vault: Vault;
  /** Leads to the restore wizard, where a backup may be the way on. */
  onRestore: () => void;
}

export function LockScreen({ vault, onRestore }: LockScreenProps) {
  const { t } = useTranslation("lock");
  const queries = useQueryClient();
  // Why it was locked when this page came up. A wrong secret typed here is said at its field, and changes nothing else.
  const [reason, setReason] = useState(vault.reason_code);
  const [chosen, setChosen] = useState<Way | null>(null);
  const attempts = useAttempts();
  const ways = waysFor(reason, vault.unlock_methods ?? []);
  const way = chosen ?? ways[0] ?? "computer";
  const unlock = api.useMutation("post", "/api/vault/unlock", {
    onSuccess: () => queries.resetQueries(),
    onError: (error: unknown) => {
      const code = errorCode(error);
      if (way === "computer") setReason(code);
      else if (way === "passphrase" && DELAYED.has(code))
        attempts.failed(error instanceof ApiError ? error.problem.retryAfter : undefined);
    },
  });
  const choose = (next: Way) => {
    unlock.reset();
    setChosen(next);
  };
  const trouble = troubleOf(reason);
  return (
    <GatePage title={t(`trouble.${trouble}.title`)} text={<Why code={reason} vault={vault} />}>
      <UnlockForm
        key={way}
        way={way}
        plain={trouble === "closed"}
        busy={unlock.isPending}
        error={unlock.error}
        wait={way === "passphrase" ? attempts.wait : 0}
        onUnlock={(secret) => unlock.mutate({ body: secret })}
      />
      <ul className={classes.others}>
        {ways
          .filter((other) => other !== way)
          .map((other) => {
            const Face = FACES[other];
            return (
              <li key={other}>
                <Button variant="subtle" leftSection={<Face {...icon} />} onClick={() => choose(other)}>
                  {t(`way.${other}.choose`)}
                </Button>
              </li>
            );
          })}
        {offerOf(reason).restore ? (
          <li>
            <Button
              variant={trouble === "database" ? "default" : "subtle"}
              ml={trouble === "database" ? 12 : 0}
              leftSection={<IconArchive {...icon} />}
              onClick={onRestore}
            >
              {t("restore")}
            </Button>
          </li>
        ) : null}
      </ul>
      <p className={classes.foot}>
        {ways.length > 1 ? `${t("noBackDoor")} ` : null}
        {t("folder")} <span className={classes.path}>{vault.path}</span>
      </p>
    </GatePage>
  );
}

/** The sentence of the reason, and what made it, when that calms. */
function Why({ code, vault }: { code: string | null; vault: Vault }) {
  const { t, i18n } = useTranslation("lock");
  const trouble = troubleOf(code);
  if (trouble === "closed") {
    const exact = `lock:closed.${code}`;
    return code && i18n.exists(exact) ? (i18n.t(exact as never) as string) : t("closed.vault_locked");
  }
  return (
    <>
      {codeWords(code ?? "", vault.reason)}
      {trouble === "identity" || trouble === "passphrase" ? (
        <span className={classes.more}>{t(`trouble.${trouble}.more`)}</span>
      ) : null}
    </>
  );
}
