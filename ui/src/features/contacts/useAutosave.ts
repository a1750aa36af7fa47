// Saves a contact's fields as they are left, and says so.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { errorField, errorWords } from "@/api/errors";
import type { Contact, ContactFields } from "@/api/types";
import type { SaveState } from "@/design/Saved";

export interface Autosave {
  state: SaveState;
  /** Why a field was refused, by field. */
  refused: Readonly<Record<string, string>>;
  save: (fields: ContactFields) => void;
}

export function useAutosave(contact: Contact | undefined): Autosave {
  const queries = useQueryClient();
  const [state, setState] = useState<SaveState>("idle");
  const [refused, setRefused] = useState<Record<string, string>>({});
  const patch = api.useMutation("patch", "/api/contacts/{id}", {
    onMutate: () => setState("saving"),
    onSuccess: (saved, { body }) => {
      setState("saved");
      setRefused((before) =>
        Object.fromEntries(Object.entries(before).filter(([field]) => !(field in (body ?? {})))),
      );
      queries.setQueryData(["get", "/api/contacts/{id}", { params: { path: { id: saved.id } } }], saved);
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => ["/api/contacts", "/api/tags"].includes(String(queryKey[1])),
      });
    },
    onError: (error, { body }) => {
      setState("failed");
      const field = errorField(error) ?? Object.keys(body ?? {})[0] ?? "";
      setRefused((before) => ({ ...before, [field]: errorWords(error) }));
    },
  });
  return {
    state,
    refused,
    save: (fields) => {
      if (contact) patch.mutate({ params: { path: { id: contact.id } }, body: fields });
    },
  };
}
