// A template being written: every key lands here at once, and in the vault a moment later.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { client } from "@/api/client";
import type { components } from "@/api/schema";

type Template = components["schemas"]["Template"];

export type Draft = Pick<Template, "name" | "subject" | "html"> & { text: string | null };
export type SaveState =
  | { kind: "saved"; at: number }
  | { kind: "saving" }
  | { kind: "failed"; error: unknown };

const QUIET_MS = 600;

function draftOf(template: Template): Draft {
  return { name: template.name, subject: template.subject, html: template.html, text: template.text ?? null };
}

export function useTemplateDraft(template: Template) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(template));
  const [save, setSave] = useState<SaveState>({ kind: "saved", at: template.updated_at });
  // What still has to be written, and the timer that will: refs, because leaving the page must flush them.
  const waiting = useRef<Draft | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const running = useRef<Promise<void>>(Promise.resolve());

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    const body = waiting.current;
    if (!body) return running.current;
    waiting.current = null;
    setSave({ kind: "saving" });
    // One write after the other: an older text must never land on a newer one.
    running.current = running.current.then(async () => {
      try {
        const { data } = await client.PATCH("/api/templates/{id}", {
          params: { path: { id: template.id } },
          body,
        });
        if (!waiting.current) setSave({ kind: "saved", at: data?.updated_at ?? Date.now() });
        void queries.invalidateQueries({ queryKey: ["get", "/api/templates"] });
      } catch (error) {
        waiting.current ??= body;
        setSave({ kind: "failed", error });
      }
    });
    return running.current;
  }, [queries, template.id]);

  const change = useCallback(
    (part: Partial<Draft>) => {
      setDraft((now) => {
        const next = { ...now, ...part };
        waiting.current = next;
        return next;
      });
      setSave({ kind: "saving" });
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(flush, QUIET_MS);
    },
    [flush],
  );

  useEffect(() => {
    const leave = () => void flush();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [flush]);

  return { draft, change, flush, save };
}
