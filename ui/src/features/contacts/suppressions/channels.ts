// The channels that have a list: a letter has no address to keep it by.
export const CHANNELS = ["email", "whats_app", "phone"] as const;
export type ListChannel = (typeof CHANNELS)[number];

export interface SuppressionsSearch {
  q?: string;
  channel?: ListChannel;
}

export function readSuppressionsSearch(search: Record<string, unknown>): SuppressionsSearch {
  const channel = CHANNELS.find((known) => known === search.channel);
  return {
    ...(typeof search.q === "string" && search.q ? { q: search.q } : {}),
    ...(channel ? { channel } : {}),
  };
}
