// Before the first search, while it runs, and when nothing is left to decide.
import { Button } from "@mantine/core";
import { IconCircleCheck, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";
import { Meter } from "@/design/Meter";
import { useFormat } from "@/lib/useFormat";
import classes from "./Duplicates.module.css";

interface NothingLikelyProps {
  searched: boolean;
  starting: boolean;
  onSearch: () => void;
}

export function NothingLikely({ searched, starting, onSearch }: NothingLikelyProps) {
  const { t } = useTranslation("duplicates");
  if (searched) {
    return (
      <EmptyState icon={<IconCircleCheck {...iconLarge} />} title={t("none.title")}>
        {t("none.text")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconUsers {...iconLarge} />}
      title={t("first.title")}
      action={
        <Button variant="filled" onClick={onSearch} loading={starting}>
          {t("first.act")}
        </Button>
      }
    >
      {t("first.text")}
    </EmptyState>
  );
}

export function Searching() {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const jobs = api.useQuery("get", "/api/jobs");
  const job = jobs.data?.find(({ kind }) => kind === "duplicates");
  const share = job && job.total > 0 ? job.done / job.total : 0;
  return (
    <div className={classes.searching} role="status">
      <p>{t("search.running")}</p>
      <Meter
        label={t("search.running")}
        text={format.percent(share)}
        value={job?.done ?? 0}
        max={job?.total ?? 1}
      />
    </div>
  );
}
