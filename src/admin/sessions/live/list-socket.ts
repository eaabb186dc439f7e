import type { ListMessage, MovedSession } from "../../../protocol/list-live.schema.ts";
import { LISTS } from "../../../protocol/list-limits.ts";

export interface ListSocketHandlers {
  moved(sessions: readonly MovedSession[]): void;
  gone(sessions: readonly string[]): void;
  /** It is connected; `again`: after it was lost, so that something may have been missed. */
  connected(again: boolean): void;
  /** It was not let in, or not reached. Answers whether to try on. */
  refused(): Promise<boolean>;
}

export interface ListSocket {
  /** Running sessions that are shown, the most important first. */
  show(sessions: readonly string[]): void;
  stop(): void;
}

/** Another socket is opened so long before the time of this one is over, so that nothing is missed in between. */
const RENEW_BEFORE_MS = 10_000;
const RETRY_BASE_MS = 500;
const RETRY_CAP_MS = 30_000;

/** A text frame; `null` when it is none that we know: the server may be newer than this page. */
function listMessage(data: unknown): ListMessage | null {
  try {
    const message = JSON.parse(String(data)) as ListMessage;
    return ["hello", "moved", "gone"].includes(message?.kind) ? message : null;
  } catch {
    return null;
  }
}

/** Connects to the list's socket and stays connected until it is stopped. Full jitter between tries. `open` makes a socket. */
export function startListSocket(open: () => WebSocket, on: ListSocketHandlers): ListSocket {
  let current: WebSocket | null = null;
  let next: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let greetedOnce = false;
  let tries = 0;
  let shown: string[] = [];
  let told = new Set<string>();

  function tellShown(): void {
    const fresh = shown.filter((id) => !told.has(id)).slice(0, LISTS.shownLive);
    if (!current || fresh.length === 0) return;
    for (const id of fresh) told.add(id);
    current.send(JSON.stringify({ show: fresh }));
  }

  function later(ms: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(connect, ms);
  }

  function retry(): void {
    later(Math.random() * Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** tries++));
  }

  function greet(opened: WebSocket, ms: number): void {
    const again = greetedOnce;
    const before = current;
    current = opened;
    next = null;
    greetedOnce = true;
    tries = 0;
    told = new Set();
    before?.close();
    later(Math.max(RETRY_BASE_MS, ms - RENEW_BEFORE_MS));
    tellShown();
    if (before === null) on.connected(again);
  }

  async function closed(opened: WebSocket): Promise<void> {
    if (stopped) return;
    if (opened === current) {
      current = null;
      if (!next) retry();
    } else if (opened === next) {
      next = null;
      // Whoever may not look is told so by the next question too, and need not ask here again and again.
      if (await on.refused()) retry();
    }
  }

  function connect(): void {
    const opened = (next = open());
    opened.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      const message = stopped ? null : listMessage(data);
      if (message?.kind === "hello" && opened === next) greet(opened, message.ms);
      else if (opened !== current) return;
      else if (message?.kind === "moved") on.moved(message.sessions);
      else if (message?.kind === "gone") on.gone(message.sessions);
    });
    opened.addEventListener("close", () => void closed(opened));
  }

  connect();
  return {
    show(sessions) {
      shown = [...sessions];
      tellShown();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      current?.close();
      next?.close();
    },
  };
}
