import type { LiveMessage } from "../../protocol/api.schema.ts";
import { liveLine, liveMessage } from "./live-frame.ts";

export type LiveState = "off" | "connecting" | "on" | "ended";

export interface LiveHandlers {
  /** Address with a good grant. @throws {ApiError} */
  address(): Promise<string>;
  message(message: LiveMessage): void;
  /** One line of chunk text. Awaited, so that batches stay in order. */
  line(text: string): Promise<void>;
  state(state: LiveState): void;
  /** The connection failed before it opened, perhaps because of its grant. */
  refused(): void;
  unreadable(): void;
}

const RETRY_BASE_MS = 500;
const RETRY_CAP_MS = 15_000;

/** Connects to a running session and stays connected until it ends or is stopped. Full jitter between tries. */
export function startLiveSocket(on: LiveHandlers): () => void {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let tries = 0;

  function again(): void {
    if (stopped) return;
    on.state("connecting");
    const wait = Math.random() * Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** tries++);
    timer = setTimeout(() => void connect(), wait);
  }

  function stop(): void {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  }

  async function connect(): Promise<void> {
    on.state("connecting");
    const address = await on.address().catch(() => null);
    if (stopped) return;
    if (address === null) return again();
    const opened = new WebSocket(address);
    socket = opened;
    opened.binaryType = "arraybuffer";
    // Inflating takes turns: frames are handled one after the other, in the order they came.
    let turn = Promise.resolve();
    let greeted = false;

    async function receive(data: string | ArrayBuffer): Promise<void> {
      if (stopped) return;
      if (typeof data !== "string") return liveLine(data).then(on.line).catch(on.unreadable);
      const message = liveMessage(data);
      if (!message) return;
      if (message.kind === "hello") {
        greeted = true;
        tries = 0;
        on.state(message.status === "ended" ? "ended" : "on");
      }
      on.message(message);
      if (message.kind !== "ended") return;
      on.state("ended");
      stop();
    }

    opened.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
      turn = turn.then(() => receive(data));
    });
    opened.addEventListener("close", () => {
      if (!greeted) on.refused();
      again();
    });
  }

  void connect();
  return stop;
}
