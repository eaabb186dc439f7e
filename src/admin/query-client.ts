import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api.ts";

const RETRIES = 2;

/** Answers that a second try would not change. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < RETRIES && !isFinal(error),
      retryDelay: (count) => 400 * 2 ** count,
      staleTime: 5_000,
      refetchOnWindowFocus: false,
    },
  },
});
