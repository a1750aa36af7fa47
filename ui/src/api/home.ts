// Today, in one answer; its days are those of the person's own clock.
import { api } from "./client";

export function useHome() {
  return api.useQuery("get", "/api/home", {
    params: { query: { utc_offset: -new Date().getTimezoneOffset() } },
  });
}
