// A locked vault shows nothing, and keeps nothing in the page either: answers, news and half-made choices go.
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { setDismissed } from "@/lib/dismissed";

/** What the gate itself needs to know; it tells nothing about people. */
const KEPT = new Set(["/api/session", "/api/vault"]);

export function useForgetWhenLocked(locked: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!locked) return;
    queries.removeQueries({ predicate: (query) => !KEPT.has(String(query.queryKey[1])) });
    queries.getMutationCache().clear();
    notifications.clean();
    setDismissed([]);
  }, [locked, queries]);
}
