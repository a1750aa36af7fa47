// The segment in hand: what is saved, what is being changed, and the address that keeps the change.
import { useDebouncedCallback } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { toast } from "@/design/toast";
import { asked, NOBODY_ASKED, type RuleTree, unfinished, withoutIds } from "./rule";

const route = getRouteApi("/contacts/segments/$id");
const ADDRESS_MS = 300;
const same = (one: RuleTree, other: RuleTree) =>
  JSON.stringify(withoutIds(one)) === JSON.stringify(withoutIds(other));

export function useSegmentDraft(kindOf: (field: string) => string) {
  const { t } = useTranslation("segments");
  const { id } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const isNew = id === "new";
  const segments = api.useQuery("get", "/api/segments");
  const saved = segments.data?.find((segment) => segment.id === id);
  const savedRule = (saved?.rule as RuleTree | undefined) ?? NOBODY_ASKED;
  const savedName = saved?.name ?? "";
  const [rule, setRule] = useState<RuleTree>(search.rule ?? savedRule);
  const [name, setName] = useState(search.name ?? savedName);
  const [busy, setBusy] = useState(false);

  const changedRule = !same(rule, savedRule);
  const changed = changedRule || name !== savedName;
  // Once it is being saved, the address belongs to where the person goes next.
  const leaving = useRef(false);
  const keepInAddress = useDebouncedCallback((next: RuleTree, called: string) => {
    if (leaving.current) return;
    void navigate({
      to: "/contacts/segments/$id",
      params: { id },
      search: {
        ...(same(next, savedRule) ? {} : { rule: withoutIds(next) }),
        ...(called === savedName || called === "" ? {} : { name: called }),
      },
      replace: true,
    });
  }, ADDRESS_MS);

  // The address may change under the screen: Back, another segment, an answer that has just come.
  const fromAddress = JSON.stringify([search.rule ?? savedRule, search.name ?? savedName]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the address says counts here
  useEffect(() => {
    const [nextRule, nextName] = JSON.parse(fromAddress) as [RuleTree, string];
    if (!same(nextRule, rule)) setRule(nextRule);
    if (nextName !== name) setName(nextName);
  }, [fromAddress, id]);

  const question = useMemo(() => asked(rule, kindOf), [rule, kindOf]);
  const refresh = () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) =>
        ["/api/segments", "/api/contacts", "/api/campaigns/{id}/preflight"].includes(String(queryKey[1])),
    });
  const save = async () => {
    const body = { name: name.trim(), rule: question as never };
    setBusy(true);
    leaving.current = true;
    try {
      const { data } = isNew
        ? await client.POST("/api/segments", { body })
        : await client.PATCH("/api/segments/{id}", { params: { path: { id } }, body });
      await refresh();
      toast.done(t("saved", { name: body.name }));
      if (data) await navigate({ to: "/contacts", search: { segment: data.id } });
    } catch (error) {
      toast.failed(errorWords(error));
    }
    leaving.current = false;
    setBusy(false);
  };
  return {
    id,
    isNew,
    segments,
    saved,
    rule,
    name,
    question,
    unfinished: unfinished(rule, kindOf),
    changed,
    busy,
    change: (next: RuleTree) => {
      setRule(next);
      keepInAddress(next, name);
    },
    rename: (next: string) => {
      setName(next);
      keepInAddress(rule, next);
    },
    reset: () => void navigate({ to: "/contacts/segments/$id", params: { id }, search: {}, replace: true }),
    save: () => void save(),
  };
}
