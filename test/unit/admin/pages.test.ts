import { describe, expect, test } from "vitest";
import type { SessionList, SessionRow } from "../../../src/protocol/api.schema.ts";
import { addressAt } from "../../../src/admin/player/address-at.ts";
import { fit } from "../../../src/admin/player/fit.ts";
import { createGrantSource } from "../../../src/admin/player/grant.ts";
import { liveLine, liveMessage } from "../../../src/admin/player/live-frame.ts";
import { commandOf } from "../../../src/admin/player/shortcuts.ts";
import { mergeHead } from "../../../src/admin/sessions/merge-head.ts";
import { safeReturn } from "../../../src/admin/sign-in/return-address.ts";

describe("the list of sessions", () => {
  const row = (id: string, startedAt: number, lastAt = startedAt) => ({ id, startedAt, lastAt }) as SessionRow;
  const page = (rows: SessionRow[], next: string | null = null): SessionList => ({ sessions: rows, next });
  const known = [page([row("c", 3), row("b", 2)], "2"), page([row("a", 1)])];

  test("new sessions come first, known ones change where they are", () => {
    const { rows, hole } = mergeHead(known, page([row("e", 5), row("d", 4), row("c", 3, 9)], "x"));
    expect(rows.map(({ id, lastAt }) => `${id}${lastAt}`)).toEqual(["e5", "d4", "c9", "b2", "a1"]);
    expect(hole).toBe(false);
  });

  test("an old answer changes nothing back", () => {
    expect(mergeHead([page([row("a", 1, 9)])], page([row("a", 1, 5)])).rows[0]!.lastAt).toBe(9);
  });

  test("when more came than a page holds, there is a hole", () => {
    expect(mergeHead(known, page([row("z", 9), row("y", 8)], "x")).hole).toBe(true);
    expect(mergeHead([page([])], page([row("z", 9)], "x")).hole).toBe(false);
  });

  test("a session on two pages is one row", () => {
    expect(
      mergeHead([page([row("b", 2)]), page([row("b", 2), row("a", 1)])], undefined).rows.map(({ id }) => id),
    ).toEqual(["b", "a"]);
  });
});

test.each([
  ["/sessions/1?t=5", "/sessions/1?t=5"],
  ["//evil.example/", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example/", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?to=/sign-in", "/"],
  [undefined, "/"],
])("after signing in, %s leads to %s", (to, expected) => {
  expect(safeReturn(to)).toBe(expected);
});

test.each([
  [" ", {}, { kind: "toggle" }],
  ["K", {}, { kind: "toggle" }],
  ["ArrowLeft", {}, { kind: "by", ms: -5_000 }],
  ["ArrowRight", { shiftKey: true }, { kind: "by", ms: 1_000 }],
  ["7", {}, { kind: "to", part: 0.7 }],
  ["?", { shiftKey: true }, { kind: "help" }],
  ["f", { ctrlKey: true }, null],
  ["x", {}, null],
])("the key %j %j", (key, held, expected) => {
  expect(commandOf({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...held })).toEqual(expected);
});

test("a picture lies on whole pixels, never larger than it was", () => {
  expect(fit({ width: 1280, height: 800 }, { width: 1521, height: 1001 })).toEqual({
    scale: 1,
    width: 1280,
    height: 800,
    left: 120,
    top: 100,
  });
  expect(fit({ width: 1280, height: 800 }, { width: 640, height: 1000 })).toMatchObject({
    scale: 0.5,
    width: 640,
    height: 400,
    left: 0,
    top: 300,
  });
});

test("the address of a moment", () => {
  const pages = [
    { page: "a", tab: "t1", url: "/a" },
    { page: "b", tab: "t2", url: "/b" },
  ] as unknown as Parameters<typeof addressAt>[1];
  const items = [{ timestamp: 10, page: "a", kind: "navigation", text: "", detail: "/a2" }] as Parameters<
    typeof addressAt
  >[0];
  expect(addressAt(items, pages, "a", 5)).toEqual({ url: "/a", tab: 1, tabs: 2 });
  expect(addressAt(items, pages, "a", 10).url).toBe("/a2");
  expect(addressAt(items, pages, "b", 10)).toEqual({ url: "/b", tab: 2, tabs: 2 });
});

describe("frames of the live socket", () => {
  const wire = '{"v":1,"sent":1,"events":[]}';
  const header = '{"page":"p","seq":3,"at":7}\n';

  test("a batch, plain or gzipped, is a line of a chunk", async () => {
    const gzipped = await new Response(
      new Blob([wire]).stream().pipeThrough(new CompressionStream("gzip")),
    ).arrayBuffer();
    for (const body of [wire, gzipped]) {
      const frame = await new Blob([header, body]).arrayBuffer();
      expect(JSON.parse(await liveLine(frame))).toEqual({ page: "p", seq: 3, at: 7, body: JSON.parse(wire) });
    }
  });

  test("something else is refused, a message of a newer server passed over", async () => {
    await expect(liveLine(new ArrayBuffer(5))).rejects.toThrow();
    expect([liveMessage("{"), liveMessage('{"kind":"new"}'), liveMessage("null")]).toEqual([null, null, null]);
    expect(liveMessage('{"kind":"ended"}')).toEqual({ kind: "ended" });
  });
});

test("a grant is asked for once, renewed before it ends, and another opened when it is refused or has ended", async () => {
  let now = 0;
  let asked = 0;
  let renewable = true;
  const source = createGrantSource(
    {
      open: async () => ({ grant: `g${++asked}`, grantExpiresAt: now + 100_000 }) as never,
      renew: async (grant) => {
        if (!renewable) throw new Error("over");
        return { grant: `${grant}+`, grantExpiresAt: now + 100_000 };
      },
    },
    () => now,
  );
  await Promise.all([source.manifest(), source.manifest()]);
  expect((await source.manifest()).grant).toBe("g1");
  now = 80_000;
  expect((await source.manifest()).grant).toBe("g1+");
  source.refuse();
  expect((await source.manifest()).grant).toBe("g2");
  now = 300_000;
  expect((await source.manifest()).grant).toBe("g3");
  now = 380_000;
  renewable = false;
  expect((await source.manifest()).grant).toBe("g4");
});
