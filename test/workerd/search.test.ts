import { env } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { uuidv7, type TrailEntry } from "../../src/protocol/index.ts";
import { parseQuery } from "../../src/protocol/query/parse.ts";
import {
  addNote,
  addTag,
  countSessions,
  eraseSession,
  hideSessions,
  listSessions,
  markSeen,
  neighboursOf,
  pinSession,
  planOf,
  project,
  refreshSearch,
  removeNote,
  storesOf,
  type Asker,
  type SessionRecord,
} from "../../src/storage/index.ts";
import { forgetSearch } from "../../src/storage/search/refresh.ts";
import { placesStatement } from "../../src/storage/search/statement.ts";
import { START } from "./builders.ts";
import { asker } from "./searching.ts";

const { index } = storesOf(env, "us");
const MINUTE = 60_000;
const tenant = uuidv7();

/** Writes a session as its object would. */
async function store(over: Partial<SessionRecord>, trail: TrailEntry[] = [[0, "page", "/home"]]): Promise<string> {
  const startedAt = over.startedAt ?? START;
  const session: SessionRecord = {
    tenant,
    id: uuidv7(startedAt),
    environment: "production",
    visitor: uuidv7(),
    user: null,
    level: "playback",
    status: "ended",
    startedAt,
    lastAt: startedAt + MINUTE,
    receivedAt: startedAt + MINUTE,
    expiresAt: startedAt + 365 * 24 * 60 * MINUTE,
    pages: 1,
    navigations: 0,
    clicks: 1,
    inputs: 0,
    events: 10,
    wireBytes: 1_000,
    chunks: 1,
    entryUrl: "https://shop.example/home",
    lastUrl: "https://shop.example/home",
    title: "Home",
    country: "DE",
    city: "Berlin",
    browser: "Firefox",
    os: "Linux",
    device: "desktop",
    version: 1,
    ...over,
  };
  await project(index, { session, pages: [], chunks: [], trail: { entries: trail, cut: 0 } });
  await refreshSearch(index, session.tenant, [session.id]);
  return session.id;
}

const ids: Record<string, string> = {};
const names = (found: readonly { id: string }[]) =>
  found.map(({ id }) => Object.entries(ids).find(([, each]) => each === id)?.[0] ?? id);

async function search(q: string, over: Partial<Asker> = {}): Promise<string[]> {
  const who = asker(over.tenant ?? tenant, { now: START + 100 * MINUTE, ...over });
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listSessions(index, parseQuery(q), who, { limit: 2, cursor });
    found.push(...names(page.sessions));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return found;
}

beforeAll(async () => {
  ids["anna"] = await store(
    {
      startedAt: START,
      user: "anna@shop.example",
      clicks: 12,
      lastAt: START + 5 * MINUTE,
      errors: 2,
      segment: "beta",
    },
    [
      [0, "page", "/home"],
      [100, "event", "Added to cart"],
      [200, "page", "/cart"],
      [300, "page", "/checkout/pay"],
      [400, "error", "TypeError: total is undefined", 2],
      [500, "trait", "plan", "pro"],
    ],
  );
  ids["bert"] = await store(
    {
      startedAt: START + 10 * MINUTE,
      country: "FR",
      city: "Paris",
      device: "mobile",
      rages: 1,
      environment: "staging",
    },
    [
      [0, "page", "/checkout/pay"],
      [100, "page", "/cart"],
      [200, "rage", "Pay now", 1],
    ],
  );
  ids["carl"] = await store({ startedAt: START + 20 * MINUTE, user: "carl", title: "Größe wählen", status: "live" }, [
    [0, "page", "/product-17"],
    [10, "page", "https://pay.example/form"],
  ]);
  ids["dora"] = await store({ startedAt: START + 30 * MINUTE, browser: "Chrome", level: "dxa", lastAt: START }, []);
  ids["elsewhere"] = await store({ tenant: uuidv7(), startedAt: START + 40 * MINUTE, user: "anna@shop.example" });
}, 60_000);

describe("a search of the list", () => {
  it("without conditions finds all of the tenant's, newest first, page by page", async () => {
    expect(await search("")).toEqual(["dora", "carl", "bert", "anna"]);
  });

  it.each([
    ["user:anna@shop.example", ["anna"]],
    ["country:fr", ["bert"]],
    ["country:fr,de browser:firefox", ["carl", "bert", "anna"]],
    ["-country:fr", ["dora", "carl", "anna"]],
    ["city:berlin -browser:firefox", ["dora"]],
    ["device:mobile", ["bert"]],
    ["env:staging", ["bert"]],
    ["segment:beta", ["anna"]],
    ["level:dxa", ["dora"]],
    ["has:error", ["anna"]],
    ["has:rage", ["bert"]],
    ["-has:picture", ["dora"]],
    ["has:user", ["carl", "anna"]],
    ['event:"Added to cart"', ["anna"]],
    ["trait:plan=pro", ["anna"]],
    ['error:"total is undefined"', ["anna"]],
    ['error:"undefined is total"', []],
    ["url:/cart", ["bert", "anna"]],
    ["url:/cart/", ["bert", "anna"]],
    ["url:/checkout/*", ["bert", "anna"]],
    ["url:/product-*", ["carl"]],
    ["url:/*/pay", ["bert", "anna"]],
    ["-url:/*/pay", ["dora", "carl"]],
    ["url:pay.example/*", ["carl"]],
    ["url:https://shop.example/cart", ["bert", "anna"]],
    ["entry:/home", ["dora", "carl", "bert", "anna"]],
    ["visited:/cart > /checkout/pay", ["anna"]],
    ["visited:/checkout/* > /cart", ["bert"]],
    ["-visited:/cart has:user", ["carl"]],
    ["duration:>2m", ["anna"]],
    ["duration:<=1m", ["dora", "carl", "bert"]],
    ["clicks:>=12", ["anna"]],
    ["clicks:12", ["anna"]],
    ["-clicks:>=12", ["dora", "carl", "bert"]],
    ["clicks:<0", []],
    ["errors:>1", ["anna"]],
    ["is:live", ["carl"]],
    ["is:ended", ["dora", "bert", "anna"]],
    ["is:live country:de", ["carl"]],
    ["is:live country:fr", []],
    ["groesse", []],
    ["GRÖSSE", []],
    ["größe", ["carl"]],
    ["grosse", []],
    ["wahlen", ["carl"]],
    ["check*", ["bert", "anna"]],
    ['"Added to cart"', ["anna"]],
    ["-pay", ["dora"]],
    ["last:85m", ["dora", "carl"]],
    ["on:2031-01-05", ["dora", "carl", "bert", "anna"]],
    ["before:2031-01-05T12:15", ["bert", "anna"]],
    ["after:2031-01-05T12:15 before:2031-01-05T12:25", ["carl"]],
    ["country:de before:2031-01-05T12:25", ["carl", "anna"]],
    ["pay after:2031-01-05T12:15", ["carl"]],
  ])("%s finds %j", async (q, expected) => {
    expect(await search(q)).toEqual(expected);
  });

  it("takes whatever is typed as words, and as no language of the index", async () => {
    for (const typed of ['a\\" OR facets : \\"b', "x) OR (facets : y", "NEAR(pay cart)", "pay AND cart", "^pay"])
      expect(await search(`"${typed}"`)).toEqual(typed === "^pay" ? ["carl", "bert", "anna"] : []);
  });

  it("counts what it finds, where the index alone can tell", async () => {
    const count = (q: string) => countSessions(index, parseQuery(q), asker(tenant));
    expect([await count(""), await count("has:user"), await count("visited:/cart")]).toEqual([4, 2, null]);
  });

  it("of an hour of another zone is that hour", async () => {
    expect(await search("after:2031-01-05T21:15 before:2031-01-05T21:25", { zone: "Asia/Tokyo" })).toEqual(["carl"]);
  });

  it("knows the neighbours of a session in it", async () => {
    const places = await index
      .prepare("SELECT id, place FROM sessions WHERE tenant = ?")
      .bind(tenant)
      .all<{ id: string; place: number }>();
    const of = (name: string, q: string) => {
      const place = places.results.find(({ id }) => id === ids[name])!.place;
      return neighboursOf(index, parseQuery(q), asker(tenant), place);
    };
    expect(await of("bert", "")).toEqual({ previous: ids["carl"], next: ids["anna"] });
    expect(await of("carl", "has:user")).toEqual({ previous: null, next: ids["anna"] });
    expect(await of("anna", "url:/*/pay")).toEqual({ previous: ids["bert"], next: null });
  });
});

describe("who searches", () => {
  it("of another tenant finds nothing of this one, whatever they ask", async () => {
    const other = { tenant: uuidv7() };
    for (const q of ["", "user:anna@shop.example", "pay", "-user:x", "error:undefined", "url:/*/pay", "url:/cart,/x-*"])
      expect(await search(q, other)).toEqual([]);
  });

  it("for one environment finds nothing of others", async () => {
    const bound = { environment: "staging" };
    expect(await search("", bound)).toEqual(["bert"]);
    expect(await search("env:production", bound)).toEqual([]);
    expect(await search("-env:staging", bound)).toEqual([]);
    expect(await search("country:de", bound)).toEqual([]);
    expect(await search("is:live", bound)).toEqual([]);
  });

  it("has seen what they have seen, and nobody else has", async () => {
    await markSeen(index, { tenant, session: ids["anna"]!, actor: "user:test", at: 1 });
    await markSeen(index, { tenant, session: ids["anna"]!, actor: "user:test", at: 2 });
    expect(await search("is:seen")).toEqual(["anna"]);
    expect(await search("is:seen country:de")).toEqual(["anna"]);
    expect(await search("is:seen country:fr")).toEqual([]);
    expect(await search("is:unseen country:de")).toEqual(["dora", "carl"]);
    expect(await search("is:seen", { actor: "user:other" })).toEqual([]);
  });
});

describe("what changes later", () => {
  it("tags are found as soon as they are there", async () => {
    const sessions = [ids["bert"]!, ids["dora"]!, uuidv7()];
    const tagging = { tenant, sessions, tag: "checkout bug", actor: "user:test", at: 1 };
    expect(await addTag(index, tagging)).toHaveLength(2);
    expect(await addTag(index, tagging)).toEqual([]);
    expect(await search('tag:"checkout bug"')).toEqual(["dora", "bert"]);
    expect(await search("has:tag country:fr")).toEqual(["bert"]);
    const page = await listSessions(index, parseQuery("has:tag"), asker(tenant), { limit: 1 });
    expect(page.sessions[0]!.tags).toEqual(["checkout bug"]);
  });

  it("notes, as long as there are any", async () => {
    const note = { tenant, session: ids["dora"]!, id: uuidv7() };
    const text = { at: 1, text: "look", place: null, mentions: [], author: "user:test", createdAt: 1 };
    await addNote(index, { ...note, ...text, editedAt: null, resolvedAt: null, resolvedBy: null });
    expect([await search("has:note"), await search("is:noted country:de")]).toEqual([["dora"], ["dora"]]);
    await removeNote(index, note);
    expect(await search("has:note")).toEqual([]);
  });

  it("pins, and retention that ends soon", async () => {
    await pinSession(index, tenant, ids["carl"]!, { at: 1, actor: "user:test", reason: "x" });
    expect(await search("is:pinned")).toEqual(["carl"]);
    const later = { now: START + 352 * 24 * 60 * MINUTE };
    expect(await search("is:expiring")).toEqual([]);
    expect(await search("is:expiring", later)).toEqual(["dora", "bert", "anna"]);
    expect(await search("is:expiring country:fr", later)).toEqual(["bert"]);
  });

  it("nothing is found of a deleted session, and a late refresh does not bring it back", async () => {
    const documents = async () =>
      (await index.prepare("SELECT COUNT(*) AS n FROM session_search").first<{ n: number }>())!.n;
    const before = await documents();
    const hidden = await store({ startedAt: START + 50 * MINUTE, user: "gone" });
    const erased = await store({ startedAt: START + 50 * MINUTE, user: "gone" });
    await markSeen(index, { tenant, session: erased, actor: "user:test", at: 1 });
    await addTag(index, { tenant, sessions: [erased], tag: "x", actor: "user:test", at: 1 });
    expect(await search("user:gone")).toHaveLength(2);
    await hideSessions(index, tenant, [hidden]);
    await eraseSession(storesOf(env, "us"), tenant, erased, []);
    await refreshSearch(index, tenant, [hidden, erased]);
    expect(await search("user:gone")).toEqual([]);
    expect(await documents()).toBe(before);
    for (const table of ["session_seen", "session_tags", "session_trails"])
      expect(
        await index.prepare(`SELECT * FROM ${table} WHERE session IN (?, ?)`).bind(hidden, erased).first(),
      ).toBeNull();
  });
});

describe("taking sessions out of the search index", () => {
  it("reads what is known of them, not of all sessions that the tenant has", async () => {
    const other = uuidv7();
    const all = await Promise.all(Array.from({ length: 60 }, () => store({ tenant: other })));
    const { meta } = await forgetSearch(index, other, all.slice(0, 1)).run();
    expect(meta.rows_read).toBeLessThan(all.length);
  });
});

describe("the place of a session", () => {
  it("is its own, however many begin in one millisecond, and stays when it is written again", async () => {
    const own = uuidv7();
    const made = await Promise.all(Array.from({ length: 5 }, () => store({ tenant: own, startedAt: START })));
    const read = async () =>
      (
        await index
          .prepare("SELECT id, place FROM sessions WHERE tenant = ? ORDER BY place")
          .bind(own)
          .all<{ id: string; place: number }>()
      ).results;
    const before = await read();
    expect(new Set(before.map(({ place }) => place)).size).toBe(5);
    await store({ tenant: own, id: made[0]!, startedAt: START, version: 2, clicks: 7 });
    expect(await read()).toEqual(before);
  });
});

describe("the way to the answer", () => {
  it.each([
    "",
    "country:de",
    "-country:de",
    "is:live",
    "is:pinned",
    "is:seen",
    "is:expiring",
    "pay clicks:>3",
    "last:7d",
  ])("of %j reads an index and no whole table", async (q) => {
    const who = asker(tenant);
    const plan = planOf(parseQuery(q), who);
    const stretch = { from: plan.from, to: plan.to, limit: 50, direction: "older" as const };
    const { sql, values } = placesStatement(plan, who, stretch);
    const { results } = await index
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...values)
      .all<{ detail: string }>();
    for (const { detail } of results)
      expect(detail).toMatch(/^(SEARCH|SCAN session_search VIRTUAL|USE TEMP|CORRELATED)/);
  });
});
