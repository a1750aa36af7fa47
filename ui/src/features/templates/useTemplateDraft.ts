// A template being written: every key lands here at once, and in the vault a moment later.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { client } from "@/api/client";
import type { components } from "@/api/schema";
import type { SaveState } from "@/design/Saved";
import { beforeLocking } from "@/lib/unsaved";

type Template = components["schemas"]["Template"];

export type Draft = Pick<Template, "name" | "subject" | "html"> & { text: string | null };
export interface Kept {
  state: SaveState;
  at: number;
  error: unknown;
}

const QUIET_MS = 600;

function draftOf(template: Template): Draft {
  return { name: template.name, subject: template.subject, html: template.html, text: template.text ?? null };
}

export function useTemplateDraft(template: Template) {
  const queries = useQueryClient();
  const { id } = template;
  const [draft, setDraft] = useState<Draft>(() => draftOf(template));
  const [kept, setKept] = useState<Kept>({ state: "saved", at: template.updated_at, error: null });
  // What still has to be written, and the timer that will: refs, because leaving the page must flush them.
  const newest = useRef(draft);
  const waiting = useRef<Draft | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const running = useRef<Promise<void>>(Promise.resolve());

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    const body = waiting.current;
    if (!body) return running.current;
    waiting.current = null;
    const params = { path: { id } };
    // Whoever opens the template again finds these words, even before the server has answered.
    queries.setQueryData<Template>(
      ["get", "/api/templates/{id}", { params }],
      (old) => old && { ...old, ...body },
    );
    // One write after the other: an older text must never land on a newer one.
    running.current = running.current.then(async () => {
      try {
        const { data } = await client.PATCH("/api/templates/{id}", { params, body });
        if (!waiting.current)
          setKept({ state: "saved", at: data?.updated_at ?? template.updated_at, error: null });
        void queries.invalidateQueries({ queryKey: ["get", "/api/templates"] });
      } catch (error) {
        waiting.current ??= body;
        setKept((now) => ({ ...now, state: "failed", error }));
      }
    });
    return running.current;
  }, [queries, id, template.updated_at]);

  const change = useCallback(
    (part: Partial<Draft>) => {
      newest.current = { ...newest.current, ...part };
      waiting.current = newest.current;
      setDraft(newest.current);
      setKept((now) => ({ ...now, state: "saving" }));
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(flush, QUIET_MS);
    },
    [flush],
  );

  const leave = useRef(flush);
  useEffect(() => {
    leave.current = flush;
  }, [flush]);
  useEffect(() => {
    const go = () => void leave.current();
    const stop = beforeLocking(() => leave.current());
    window.addEventListener("pagehide", go);
    return () => {
      window.removeEventListener("pagehide", go);
      stop();
      go();
    };
  }, []);

  return { draft, change, flush, kept };
}
