// The proofs of what was erased: when, why, how much. They name nobody.
import { Button } from "@mantine/core";
import { IconEraser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";
import { Card } from "@/design/Page";
import { useCounts } from "@/features/contacts";
import { useFormat } from "@/lib/useFormat";
import settings from "../settings.module.css";
import classes from "./privacy.module.css";

type ErasurePage = components["schemas"]["Page_Erasure"];

export function Erasures() {
  const { t } = useTranslation("privacy");
  const format = useFormat();
  const counts = useCounts();
  const list = api.useInfiniteQuery(
    "get",
    "/api/erasures",
    { params: { query: { limit: 20 } } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: ErasurePage) => last.next ?? undefined,
    },
  );
  if (list.error) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return null;
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return (
      <Card>
        <EmptyState icon={<IconEraser {...iconLarge} />} title={t("erasures.empty")}>
          {t("erasures.emptyText")}
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <ul className={settings.rows}>
        {rows.map((row) => (
          <li key={row.id} className={settings.row}>
            <div className={settings.rowText}>
              <strong>{row.reason}</strong>
              <span>{counts(row.counts).join(", ")}</span>
            </div>
            <span className={classes.quiet}>{format.moment(row.erased_at)}</span>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className={classes.more}>
          <Button size="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("erasures.more")}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
