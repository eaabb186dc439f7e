import { LIMITS, MINUTE_MS } from "../protocol/index.ts";
import { LISTS } from "../protocol/list-limits.ts";
import { shownSessions, type ListMessage, type MovedSession } from "../protocol/list-live.schema.ts";
import type { Admission } from "./door.ts";
import { faultWords } from "./fault-words.ts";
import { isOver, sendAll, untilOf } from "./live-frames.ts";

/** The only environment that somebody may see, as the Worker says it with the request that opens the socket. */
export const ENVIRONMENT_HEADER = "X-Playhead-Environment";

/** What stays with a socket while the object sleeps. */
interface Looker {
  until: number;
  /** `null`: all. */
  environment: string | null;
  /** How many sessions it has asked for. */
  asked: number;
}

export interface ListShell {
  context: Pick<DurableObjectState, "acceptWebSocket" | "getWebSockets">;
  /** Tells a session that somebody looks. Answers how it stands; `null` when it is none that runs. */
  look(session: string, until: number): Promise<MovedSession | null>;
}

function lookerOf(socket: WebSocket): Looker {
  return socket.deserializeAttachment() as Looker;
}

/** Those who look at a tenant's list of sessions: their sockets, which sleep with the object, and what they are told. */
export class ListWatch {
  /** What has come and is told together. */
  private readonly waiting = new Map<string, MovedSession>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private minute = { since: 0, count: 0 };

  constructor(private readonly shell: ListShell) {}

  private sockets(now: number): WebSocket[] {
    return this.shell.context.getWebSockets().filter((socket) => !isOver(socket, now));
  }

  /** Until when somebody looks, Unix milliseconds; 0 when nobody does. */
  until(now: number): number {
    return Math.max(0, ...this.sockets(now).map((socket) => lookerOf(socket).until));
  }

  /** A session is let in: while somebody looks, and as long as lists can take up so many, it is to tell of its beginning. */
  announced(admission: Admission, now: number): Admission {
    if (this.until(now) === 0) return admission;
    if (now - this.minute.since >= MINUTE_MS) this.minute = { since: now, count: 0 };
    return this.minute.count++ < LISTS.announcedPerMinute
      ? { ...admission, announced: now + LIMITS.liveSocketMs }
      : admission;
  }

  /** Lets somebody in; the Worker has looked at their rights. */
  welcome(request: Request, now: number): Response {
    if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket")
      return new Response("expected a WebSocket", { status: 426 });
    if (this.sockets(now).length >= LISTS.sockets) return new Response("too many look at once", { status: 429 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.shell.context.acceptWebSocket(server);
    const environment = request.headers.get(ENVIRONMENT_HEADER);
    const until = untilOf(request) ?? now;
    server.serializeAttachment({
      until,
      environment: environment === null ? null : decodeURIComponent(environment),
      asked: 0,
    } satisfies Looker);
    this.send([server], { kind: "hello", ms: until - now });
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Takes what a list shows: tells those sessions, and answers how they stand. */
  async show(socket: WebSocket, text: string | ArrayBuffer, now: number): Promise<void> {
    if (isOver(socket, now)) return socket.close(1008, "open the socket again");
    const asked = typeof text === "string" && text.length <= LISTS.askChars ? readShown(text) : null;
    if (!asked) return socket.close(1003, `send {"show": ids of sessions, ${LISTS.shownLive} at most}`);
    const looker = lookerOf(socket);
    const { until } = looker;
    const count = looker.asked + asked.length;
    if (count > LISTS.shownPerSocket) return socket.close(1008, "that is very many sessions; open the socket again");
    socket.serializeAttachment({ ...looker, asked: count } satisfies Looker);
    const answers = await Promise.allSettled(asked.map((session) => this.shell.look(session, until)));
    const failed = answers.find(({ status }) => status === "rejected");
    if (failed) console.warn("a session was not asked:", faultWords((failed as PromiseRejectedResult).reason));
    const sessions = answers.flatMap((answer) => (answer.status === "fulfilled" && answer.value ? [answer.value] : []));
    this.tell(socket, sessions);
  }

  /** A session is as it says. Answers whether anybody looks. */
  take(session: MovedSession, now: number): boolean {
    if (this.until(now) === 0) return false;
    this.waiting.set(session.id, session);
    this.timer ??= setTimeout(() => this.tellAll(), LISTS.movedTogetherMs);
    return true;
  }

  /** A session was deleted. */
  gone(session: string): void {
    this.waiting.delete(session);
    this.send(this.shell.context.getWebSockets(), { kind: "gone", sessions: [session] });
  }

  private tellAll(): void {
    this.timer = null;
    const sessions = [...this.waiting.values()];
    this.waiting.clear();
    for (const socket of this.shell.context.getWebSockets()) this.tell(socket, sessions);
  }

  private tell(socket: WebSocket, all: readonly MovedSession[]): void {
    const { environment } = lookerOf(socket);
    const sessions = all.filter((session) => environment === null || session.environment === environment);
    if (sessions.length > 0) this.send([socket], { kind: "moved", sessions });
  }

  private send(sockets: readonly WebSocket[], message: ListMessage): void {
    sendAll(sockets, JSON.stringify(message));
  }
}

function readShown(text: string): string[] | null {
  try {
    return shownSessions.safeParse(JSON.parse(text)).data?.show ?? null;
  } catch {
    // No JSON: the socket is closed with what it should be.
    return null;
  }
}
