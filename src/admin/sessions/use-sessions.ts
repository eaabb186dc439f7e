import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { SessionRow } from "../../protocol/api.schema.ts";
import { LISTS } from "../../protocol/list-limits.ts";
import { ApiError, api } from "../api.ts";
import { ZONE, listApi } from "./list-api.ts";
import { freshRows, mayFitNow } from "./live/live-rows.ts";
import { useLiveList } from "./live/use-live-list.ts";
import { mergeHead } from "./merge-head.ts";

const PAGE_ROWS = 50;
const STALE_MS = 10_000;
/** The list is asked for again so long after something that it may lack has begun: the index hears of it after two seconds. */
const ASK_AGAIN_MS = 5_000;
const NOBODY: readonly SessionRow[] = [];

/** Whether an answer says that asking again is of no use. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

/** New rows are shown at once while `free`, and stay shown; else they wait until `showNew`. */
function useFresh(fresh: readonly SessionRow[], free: boolean, q: string) {
  const [accepted, accept] = useState({ q, ids: new Set<string>() });
  const ids = accepted.q === q ? accepted.ids : null;
  const shown = useMemo(() => fresh.filter(({ id }) => free || ids?.has(id)), [fresh, free, ids]);
  const showNew = () => accept({ q, ids: new Set([...(ids ?? []), ...fresh.map(({ id }) => id)]) });
  if (free && fresh.some(({ id }) => !ids?.has(id))) showNew();
  return { shown, waiting: fresh.length - shown.length, showNew };
}

/**
 * The sessions that fit a search, newest first, in pages. Running ones move as they go on: the list's socket tells it, and nothing is
 * asked meanwhile, but once when the socket is there; and a search is made again when something may fit it now. New ones come to the top while `free`, else they wait.
 * What is no search is not asked for.
 */
export function useSessions(free: boolean, q: string, valid: boolean) {
  const client = useQueryClient();
  const wanted = { limit: String(PAGE_ROWS), q, tz: ZONE };
  const list = useInfiniteQuery({
    queryKey: ["sessions", { q }],
    queryFn: ({ pageParam, signal }) =>
      api.sessions({ ...wanted, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: STALE_MS,
    enabled: valid,
  });
  const head = useQuery({
    queryKey: ["sessions-head", { q }],
    queryFn: ({ signal }) => api.sessions(wanted, signal),
    enabled: false,
  });
  const { pages } = list.data ?? {};
  const newest = head.dataUpdatedAt > list.dataUpdatedAt ? head.data : undefined;
  const { rows: stored, hole } = useMemo(() => mergeHead(pages ?? [], newest), [pages, newest]);
  useEffect(() => {
    if (hole) void client.resetQueries({ queryKey: ["sessions", { q }] });
  }, [hole, client, q]);

  const again = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(again.current), []);
  function askLater(): void {
    again.current ??= setTimeout(() => {
      again.current = undefined;
      void head.refetch();
    }, ASK_AGAIN_MS);
  }
  const listed = useRef(NOBODY);
  const { moves, gone, show } = useLiveList(valid, {
    ask: async () => !isFinal((await head.refetch()).error),
    // What had just begun was in no list yet, and is not told of.
    connected: askLater,
    moved(sessions, before) {
      const known = new Set(listed.current.map(({ id }) => id));
      const may = sessions.some((session) => !known.has(session.id) && mayFitNow(before.get(session.id), session));
      if (q !== "" && may) askLater();
    },
  });

  const { fresh, rest } = useMemo(
    () => freshRows(pages ?? [], stored, { moves, gone, begun: q === "" }),
    [pages, stored, q, moves, gone],
  );
  const { shown, waiting, showNew } = useFresh(fresh, free, q);
  const rows = useMemo(() => [...shown, ...rest], [shown, rest]);
  useEffect(() => {
    listed.current = rows;
    const running = rows.filter(({ status }) => status === "live");
    show(running.slice(0, LISTS.shownLive).map(({ id }) => id));
  }, [rows, show]);

  return { list, rows, waiting, showNew, problem: list.isRefetchError ? list.error : head.error };
}

/** How many sessions fit; it is asked for beside the list. */
export function useCount(q: string, enabled: boolean) {
  const { data } = useQuery({
    queryKey: ["session-count", q],
    queryFn: ({ signal }) => listApi.count(q, signal),
    enabled,
    staleTime: 30_000,
  });
  return data;
}
