// The cache of answers. The event feed tells what is old, so nothing is asked again for its own sake.
import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/errors";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a broken connection is worth another try.
      retry: (failures, error) => !(error instanceof ApiError) && failures < 2,
    },
    mutations: { retry: false },
  },
});
