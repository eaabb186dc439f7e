import { afterEach, describe, expect, test, vi } from "vitest";
import { applyRequest, type ApplyProgress } from "../../../src/protocol/privacy/apply.schema.ts";
import { cancelApply, readApply, startApply } from "../../../src/admin/settings/privacy/apply-api.ts";
import { NEW_FORM, requestOf } from "../../../src/admin/settings/privacy/apply-form.ts";
import {
  confirmLines,
  isUnderWay,
  percentOf,
  progressLines,
  scopeText,
} from "../../../src/admin/settings/words/apply-words.ts";

const ID = "01900000-0000-7000-8000-00000000000a";

const progress = (part: Partial<ApplyProgress>): ApplyProgress => ({
  state: "running",
  total: 10,
  done: 0,
  changed: 0,
  failed: 0,
  waiting: 0,
  failures: [],
  unsupported: [],
  request: { scope: "all" },
  version: 3,
  startedAt: 0,
  finishedAt: null,
  by: "user",
  ...part,
});

afterEach(() => vi.unstubAllGlobals());

describe("what is asked for", () => {
  test("days are whole ones, in the browser's time zone", () => {
    const request = requestOf({ ...NEW_FORM, from: "2031-05-03", to: "2031-05-04" });
    expect(request).toEqual({
      scope: "all",
      from: new Date(2031, 4, 3).getTime(),
      to: new Date(2031, 4, 5).getTime() - 1,
    });
    expect(applyRequest.safeParse(request).success).toBe(true);
  });

  test("ids may stand in any order and as often as somebody pastes them", () => {
    const request = requestOf({ ...NEW_FORM, kind: "sessions", sessions: ` ${ID.toUpperCase()}\n\n${ID}, ${ID}` });
    expect(request).toEqual({ scope: { sessions: [ID] } });
    expect(applyRequest.safeParse(request).success).toBe(true);
  });

  test.each([
    [{ kind: "environment", environment: "" }, "environment"],
    [{ kind: "sessions", sessions: " " }, "at least one"],
    [{ kind: "sessions", sessions: "abc" }, "abc"],
    [
      {
        kind: "sessions",
        sessions: Array.from({ length: 201 }, (_, n) => ID.slice(0, -3) + String(n).padStart(3, "0")).join("\n"),
      },
      "200",
    ],
    [{ from: "2031-05-04", to: "2031-05-03" }, "before"],
  ] as const)("what is missing is said: %#", (part, word) => {
    const request = requestOf({ ...NEW_FORM, ...part });
    expect("fault" in request && request.fault).toContain(word);
  });

  test("before it starts, it is said what it is about and that it cannot be undone", () => {
    const text = confirmLines({ scope: { environment: "production" } }).join(" ");
    expect(text).toContain("“production”");
    expect(text).toContain("cannot be brought back");
    expect(scopeText({ scope: "all" })).toBe("all stored sessions");
    expect(scopeText({ scope: { sessions: [ID] } })).toBe("1 named session");
    expect(scopeText({ scope: "all", from: 0, to: 0 })).toMatch(/since .+ up to /);
  });
});

describe("how it stands", () => {
  test.each([
    [{ state: "none" }, []],
    [{ done: 4, changed: 1 }, ["4 of 10 sessions done, 1 changed so far."]],
    [{ state: "cancelling" }, ["Stopping"]],
    [{ state: "done", done: 10, changed: 1, finishedAt: 0 }, ["10 sessions looked through, 1 changed."]],
    [{ state: "cancelled", done: 4, finishedAt: 0 }, ["after 4 of 10 sessions"]],
    [{ done: 9, waiting: 1 }, ["9 of 10", "1 session waits its turn"]],
    [{ state: "done", done: 10, failed: 2 }, ["10 sessions", "2 sessions could not be rewritten"]],
  ] as const)("is said in words: %#", (part, wanted) => {
    const lines = progressLines(progress(part as Partial<ApplyProgress>));
    expect(lines).toHaveLength(wanted.length);
    for (const [at, text] of wanted.entries()) expect(lines[at]).toContain(text);
  });

  test("the bar is full only at the end", () => {
    expect(percentOf(progress({ total: 0 }))).toBe(0);
    expect(percentOf(progress({ total: 1_000, done: 999 }))).toBe(99);
    expect(percentOf(progress({ done: 10 }))).toBe(100);
    expect(
      (["running", "cancelling", "done", "cancelled", "none"] as const).map((state) => isUnderWay(progress({ state }))),
    ).toEqual([true, true, false, false, false]);
  });
});

describe("the calls", () => {
  test("go to one address, and are read where they arrive", async () => {
    const asked: [string, RequestInit | undefined][] = [];
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
      asked.push([path, init]);
      return Promise.resolve(Response.json(progress({})));
    });
    expect(await readApply()).toEqual(progress({}));
    await startApply({ scope: "all" });
    await cancelApply();
    expect(asked.map(([path, init]) => [path, init?.method])).toEqual([
      ["/api/settings/privacy/apply", undefined],
      ["/api/settings/privacy/apply", "POST"],
      ["/api/settings/privacy/apply", "DELETE"],
    ]);
    expect(asked[1]![1]!.body).toBe('{"scope":"all"}');
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ state: "asleep" })));
    await expect(readApply()).rejects.toMatchObject({ code: "unreadable" });
  });
});
