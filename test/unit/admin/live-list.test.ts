import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SessionList, SessionRow } from "../../../src/protocol/api.schema.ts";
import type { ListMessage, MovedSession } from "../../../src/protocol/list-live.schema.ts";
import { startListSocket } from "../../../src/admin/sessions/live/list-socket.ts";
import { freshRows, mayFitNow, withMoves, type Moves } from "../../../src/admin/sessions/live/live-rows.ts";

const moved = (id: string, over: Partial<MovedSession> = {}) =>
  ({ id, startedAt: 5, lastAt: 5, events: 1, pages: 1, user: null, status: "live", ...over }) as MovedSession;
const row = (id: string, startedAt: number, over: Partial<SessionRow> = {}) =>
  ({ ...moved(id), startedAt, knownAs: "ann", tags: ["bug"], ...over }) as SessionRow;
const pages = (...rows: SessionRow[]): SessionList[] => [{ sessions: rows, next: null }];
const heard = (...sessions: MovedSession[]): Moves => withMoves(new Map(), sessions);
const NONE = new Set<string>();

describe("what is heard of running sessions", () => {
  test("changes their rows, and leaves what others add to them", () => {
    const rows = [row("b", 4), row("a", 3)];
    const { rest, fresh } = freshRows(pages(...rows), rows, {
      moves: heard(moved("a", { startedAt: 3, lastAt: 90, pages: 7, status: "ended" })),
      gone: NONE,
      begun: true,
    });
    expect(fresh).toEqual([]);
    expect(rest).toMatchObject([{ id: "b" }, { id: "a", pages: 7, status: "ended", knownAs: "ann", tags: ["bug"] }]);
  });

  test("does not turn a newer answer of the index back", () => {
    const rows = [row("a", 3, { lastAt: 99, events: 9, pages: 8 })];
    const moves = heard(moved("a", { lastAt: 90, events: 8, pages: 7 }));
    expect(freshRows(pages(...rows), rows, { moves, gone: NONE, begun: true }).rest).toMatchObject([{ pages: 8 }]);
  });

  test("brings sessions that have begun since, newest first, but for a search, and takes deleted ones away", () => {
    const rows = [row("c", 4), row("b", 3)];
    const moves = heard(
      moved("new", { startedAt: 6 }),
      moved("old", { startedAt: 2 }),
      moved("newer", { startedAt: 7 }),
    );
    const all = freshRows(pages(...rows), [row("head", 8), ...rows], { moves, gone: new Set(["b"]), begun: true });
    expect(all.fresh.map(({ id }) => id)).toEqual(["head", "newer", "new"]);
    expect(all.rest.map(({ id }) => id)).toEqual(["c"]);
    expect(freshRows(pages(...rows), rows, { moves, gone: NONE, begun: false }).fresh).toEqual([]);
  });

  test("makes a search look again when something is new or has become something else", () => {
    expect(mayFitNow(undefined, moved("a"))).toBe(true);
    expect(mayFitNow(moved("a"), moved("a", { events: 5, lastAt: 50 }))).toBe(false);
    expect(mayFitNow(moved("a"), moved("a", { pages: 2 }))).toBe(true);
    expect(mayFitNow(moved("a"), moved("a", { status: "ended" }))).toBe(true);
  });

  test("is forgotten when it is too much", () => {
    let moves: Moves = new Map();
    for (let n = 0; n < 1_200; n++) moves = withMoves(moves, [moved(String(n))]);
    expect(moves.size).toBe(1_000);
    expect(moves.has("1199")).toBe(true);
  });
});

class FakeSocket extends EventTarget {
  readonly sent: unknown[] = [];
  closed = false;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  says(message: ListMessage) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }
  breaks() {
    this.dispatchEvent(new Event("close"));
  }
}

describe("the socket of the list", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function started(goOn = true) {
    const sockets: FakeSocket[] = [];
    const calls: string[] = [];
    const socket = startListSocket(
      () => {
        sockets.push(new FakeSocket());
        return sockets.at(-1) as unknown as WebSocket;
      },
      {
        moved: (sessions) => calls.push(...sessions.map(({ id }) => `moved ${id}`)),
        gone: (ids) => calls.push(...ids.map((id) => `gone ${id}`)),
        connected: (again) => calls.push(again ? "again" : "first"),
        refused: () => (calls.push("refused"), Promise.resolve(goOn)),
      },
    );
    return { sockets, calls, socket };
  }

  test("says what is shown once, and all of it again on the next socket, which comes before the first is over", () => {
    const { sockets, calls, socket } = started();
    socket.show(["a"]);
    sockets[0]!.says({ kind: "hello", ms: 60_000 });
    socket.show(["a", "b"]);
    expect(sockets[0]!.sent).toEqual([{ show: ["a"] }, { show: ["b"] }]);
    vi.advanceTimersByTime(50_000);
    expect(sockets).toHaveLength(2);
    sockets[0]!.says({ kind: "moved", sessions: [moved("a")] });
    sockets[1]!.says({ kind: "hello", ms: 60_000 });
    expect(sockets[0]!.closed).toBe(true);
    expect(sockets[1]!.sent).toEqual([{ show: ["a", "b"] }]);
    sockets[1]!.says({ kind: "gone", sessions: ["b"] });
    expect(calls).toEqual(["first", "moved a", "gone b"]);
    socket.stop();
  });

  test("comes back when it is lost, and says that something may have been missed", () => {
    const { sockets, calls, socket } = started();
    sockets[0]!.says({ kind: "hello", ms: 60_000 });
    sockets[0]!.breaks();
    vi.advanceTimersByTime(500);
    sockets[1]!.says({ kind: "hello", ms: 60_000 });
    expect(calls).toEqual(["first", "again"]);
    socket.stop();
  });

  test("is not tried again by whoever may not look", async () => {
    const { sockets, calls, socket } = started(false);
    sockets[0]!.breaks();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    expect(calls).toEqual(["refused"]);
    socket.stop();
  });
});
