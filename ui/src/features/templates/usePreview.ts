// The message as one contact would get it, made by the same engine that sends.

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "@/api/client";
import type { Draft } from "./useTemplateDraft";

export function usePreview(draft: Pick<Draft, "subject" | "html" | "text">, contactId: string | null) {
  const [settled] = useDebouncedValue(draft, 250);
  const { subject, html, text } = settled;
  return useQuery({
    queryKey: ["post", "/api/templates/preview", subject, html, text, contactId],
    queryFn: async ({ signal }) => {
      const body = { subject, html, text, contact_id: contactId };
      const { data } = await client.POST("/api/templates/preview", { body, signal });
      return data ?? null;
    },
    placeholderData: keepPreviousData,
  });
}
