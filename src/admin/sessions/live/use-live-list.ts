import { useCallback, useEffect, useRef, useState } from "react";
import type { MovedSession } from "../../../protocol/list-live.schema.ts";
import { listApi } from "../list-api.ts";
import { startListSocket, type ListSocket } from "./list-socket.ts";
import { withMoves, type Moves } from "./live-rows.ts";

const NOTHING = { moves: new Map() as Moves, gone: new Set<string>() as ReadonlySet<string> };

export interface LiveListEvents {
  /** Something may have been missed. Answers whether the list can be asked at all. */
  ask(): Promise<boolean>;
  /** From now on whatever begins is heard of. */
  connected(): void;
  /** What was heard now, and before. */
  moved(sessions: readonly MovedSession[], before: Moves): void;
}

/** Whether this page is looked at. */
function useVisible(): boolean {
  const [visible, setVisible] = useState(() => !document.hidden);
  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return visible;
}

/** What is heard of running sessions while the page is looked at. `show` says which of them are shown. */
export function useLiveList(enabled: boolean, on: LiveListEvents) {
  const [heard, setHeard] = useState(NOTHING);
  const socket = useRef<ListSocket | null>(null);
  const shown = useRef<readonly string[]>([]);
  const looking = useVisible() && enabled;
  const looked = useRef(false);
  const latest = useRef({ on, moves: heard.moves });
  useEffect(() => {
    latest.current = { on, moves: heard.moves };
  });

  useEffect(() => {
    if (!looking) return;
    // The page was not looked at for a while.
    if (looked.current) void latest.current.on.ask();
    looked.current = true;
    const started = startListSocket(listApi.liveSocket, {
      moved(sessions) {
        latest.current.on.moved(sessions, latest.current.moves);
        setHeard((known) => ({ ...known, moves: withMoves(known.moves, sessions) }));
      },
      gone: (ids) => setHeard((known) => ({ ...known, gone: new Set([...known.gone, ...ids]) })),
      connected(again) {
        latest.current.on.connected();
        if (again) void latest.current.on.ask();
      },
      refused: () => latest.current.on.ask(),
    });
    started.show(shown.current);
    socket.current = started;
    return () => {
      socket.current = null;
      started.stop();
    };
  }, [looking]);

  const show = useCallback((ids: readonly string[]) => {
    shown.current = ids;
    socket.current?.show(ids);
  }, []);
  return { ...heard, show };
}
