// The merges in a contact's history, each with the way back.
import { Button } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { DrawerSection } from "@/design/Drawer";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import classes from "./MergeHistory.module.css";
import { useUndoMerge } from "./queries";

export function MergeHistory({ contactId }: { contactId: string }) {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const undo = useUndoMerge();
  const merges = api.useQuery("get", "/api/merges", { params: { query: { contact: contactId } } });
  const all = merges.data ?? [];
  if (all.length === 0) return null;
  return (
    <DrawerSection title={t("history.title")}>
      <ul className={classes.merges}>
        {all.map((merge) => {
          const isKept = merge.kept.id === contactId;
          const named = (isKept ? merge.merged : [merge.kept])
            .map(({ display_name }) => display_name ?? t("history.erased"))
            .join(", ");
          return (
            <li key={merge.id} className={classes.merge}>
              <IconArrowMerge {...icon} className={classes.face} />
              <span className={classes.words}>
                <span>{t(isKept ? "history.received" : "history.became", { name: named })}</span>
                <span className={classes.when}>
                  {merge.undone_at === null
                    ? format.recent(merge.merged_at)
                    : t("history.undone", { date: format.recent(merge.undone_at) })}
                </span>
              </span>
              {merge.can_undo ? (
                <Button
                  size="sm"
                  variant="subtle"
                  aria-label={t("history.undoOf", { name: named })}
                  onClick={() => void undo(merge.id)}
                >
                  {t("history.undo")}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </DrawerSection>
  );
}
