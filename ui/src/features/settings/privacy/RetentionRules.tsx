// One rule per tag: how many months without news, and how many records that makes.
import { Button, NumberInput, Select } from "@mantine/core";
import { IconClockOff, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { RetentionRule } from "@/api/types";
import { EmptyState } from "@/design/EmptyState";
import { IconButton } from "@/design/IconButton";
import { icon, iconLarge } from "@/design/icon";
import { Card } from "@/design/Page";
import { toast } from "@/design/toast";
import settings from "../settings.module.css";
import classes from "./privacy.module.css";

const LONGEST = 600;
const USUAL = 36;

export function useRefreshRetention() {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => /^\/api\/(retention|erasures)/.test(String(queryKey[1])),
    });
}

interface RetentionRulesProps {
  rules: readonly RetentionRule[];
  /** The rule whose records are shown below. */
  shown: string | null;
  onShow: (id: string | null) => void;
}

export function RetentionRules({ rules, shown, onShow }: RetentionRulesProps) {
  const { t } = useTranslation("privacy");
  return (
    <Card>
      {rules.length === 0 ? (
        <EmptyState icon={<IconClockOff {...iconLarge} />} title={t("retention.empty")}>
          {t("retention.emptyText")}
        </EmptyState>
      ) : (
        <ul className={settings.rows}>
          {rules.map((rule) => (
            <Row key={rule.id} rule={rule} shown={rule.id === shown} onShow={onShow} />
          ))}
        </ul>
      )}
      <AddRule />
    </Card>
  );
}

interface RowProps {
  rule: RetentionRule;
  shown: boolean;
  onShow: (id: string | null) => void;
}

function Row({ rule, shown, onShow }: RowProps) {
  const { t } = useTranslation("privacy");
  const refresh = useRefreshRetention();
  const { id, tag, months } = rule;
  const remove = async () => {
    try {
      await client.DELETE("/api/retention-rules/{id}", { params: { path: { id } } });
      toast.undo({
        message: t("retention.removed", { tag }),
        undoLabel: t("retention.undo"),
        onUndo: async () => {
          await client.POST("/api/retention-rules", { body: { tag, months } });
          await refresh();
        },
      });
    } catch (error) {
      toast.failed(errorWords(error));
    }
    if (shown) onShow(null);
    await refresh();
  };
  return (
    <li className={settings.row}>
      <div className={settings.rowText}>
        <strong>{tag}</strong>
        <span>
          {t("retention.rule", { count: months })} · {t("retention.due", { count: rule.due })}
        </span>
      </div>
      <Button
        size="sm"
        aria-expanded={shown}
        aria-label={shown ? t("retention.hide") : t("retention.see", { tag })}
        onClick={() => onShow(shown ? null : id)}
      >
        {t(shown ? "retention.hide" : "retention.seeShort")}
      </Button>
      <IconButton label={t("retention.remove", { tag })} onClick={() => void remove()}>
        <IconTrash {...icon} />
      </IconButton>
    </li>
  );
}

function AddRule() {
  const { t } = useTranslation("privacy");
  const refresh = useRefreshRetention();
  const tags = api.useQuery("get", "/api/tags");
  const [tag, setTag] = useState<string | null>(null);
  const [months, setMonths] = useState<number | string>(USUAL);
  const set = api.useMutation("post", "/api/retention-rules", {
    onSuccess: async (rule) => {
      toast.done(t("retention.saved", { tag: rule.tag }));
      setTag(null);
      await refresh();
    },
    onError: (error) => toast.failed(errorWords(error)),
  });
  const count = Number(months);
  const complete = tag !== null && Number.isInteger(count) && count >= 1 && count <= LONGEST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tag !== null && complete) set.mutate({ body: { tag, months: count } });
  };
  return (
    <form className={classes.add} onSubmit={submit}>
      <Select
        label={t("retention.tag")}
        data={tags.data?.map(({ name }) => name) ?? []}
        value={tag}
        onChange={setTag}
        searchable
      />
      <NumberInput
        label={t("retention.months")}
        min={1}
        max={LONGEST}
        allowDecimal={false}
        value={months}
        onChange={setMonths}
      />
      <Button type="submit" leftSection={<IconPlus {...icon} />} disabled={!complete} loading={set.isPending}>
        {t("retention.add")}
      </Button>
    </form>
  );
}
