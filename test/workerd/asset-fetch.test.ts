import { env } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ASSETS, assetKey } from "../../src/protocol/index.ts";
import { getAsset, keyRing } from "../../src/storage/index.ts";
import {
  SITE,
  askedAt,
  consume,
  css,
  entry,
  fetchNow,
  mapOf,
  newSender,
  png,
  pngBytes,
  report,
  senderOf,
  serve,
  sha256Of,
  sitePath,
} from "./assets.ts";

function at(time: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: time });
}

afterEach(() => vi.useRealTimers());

describe("fetching what a page used", () => {
  it("a reported address comes through the queue into the store, encrypted, under its hash", async () => {
    const sender = await newSender();
    const url = await serve(sitePath("a.png"), png());
    expect(await report(sender, entry(url, "image"))).toEqual({ wanted: [], refused: [] });
    const sha256 = await sha256Of(pngBytes());
    await vi.waitFor(async () => expect(await mapOf(sender)).toEqual({ [assetKey(url)]: sha256 }), { timeout: 20_000 });
    await vi.waitFor(async () => {
      const { tenant } = sender;
      expect(await getAsset(env.BUCKET_US, keyRing(env), { tenant, sha256 })).toEqual(pngBytes());
    });
    const object = await env.BUCKET_US.get(`t/${sender.tenant}/a/${sha256}`);
    const stored = new Uint8Array(await object!.arrayBuffer());
    expect(new TextDecoder().decode(stored.subarray(0, 4))).toBe("PHA1");
    expect(new TextDecoder("latin1").decode(stored)).not.toContain("pixels");
  });

  it("asks without cookies or referrer, under one name", async () => {
    const sender = await newSender();
    const url = await serve(sitePath("a.png"), png("x", { "set-cookie": "id=1" }), png("y", { "set-cookie": "id=2" }));
    at(Date.now());
    await fetchNow(sender, entry(url, "image"));
    at(Date.now() + ASSETS.freshMs + 1);
    await fetchNow(sender, entry(url, "image"));
    const asked = await askedAt(url);
    expect(asked).toHaveLength(2);
    for (const headers of asked) {
      expect(headers["user-agent"]).toBe("Playhead-Assets/1");
      for (const name of ["cookie", "referer", "authorization", "origin"]) expect(headers[name]).toBeUndefined();
    }
  });

  it("happens once a day for all sessions of a tenant, and for each tenant by itself", async () => {
    const first = await newSender();
    const second = await senderOf(first);
    const other = await newSender();
    const url = await serve(sitePath("a.png?user=ada"), png());
    await fetchNow(first, entry(url, "image"));
    expect(await report(second, entry(url, "image"))).toEqual({ wanted: [], refused: [] });
    // At once, without the queue.
    expect(await mapOf(second)).toEqual(await mapOf(first));
    await fetchNow(second, entry(url, "image"));
    expect(await askedAt(url)).toHaveLength(1);
    await fetchNow(other, entry(url, "image"));
    expect(await askedAt(url)).toHaveLength(2);
  });

  it("never stores the query of an address", async () => {
    const sender = await newSender();
    const url = await serve(sitePath("a.css?secret=hush"), css("a{background:url(b.png?secret=hush)}"));
    await fetchNow(sender, entry(url, "style"));
    for (const table of ["assets", "asset_urls", "session_assets"]) {
      const { results } = await env.INDEX_US.prepare(`SELECT * FROM ${table} WHERE tenant = ?`)
        .bind(sender.tenant)
        .all();
      expect(results.length).toBeGreaterThan(0);
      expect(JSON.stringify(results)).not.toContain("hush");
    }
  });

  it("asks whether an old file has changed, and keeps it when it has not", async () => {
    const sender = await newSender();
    const modified = "Wed, 21 Oct 2026 07:28:00 GMT";
    const url = await serve(sitePath("a.png"), png("x", { etag: '"1"', "last-modified": modified }), { status: 304 });
    const start = Date.now();
    at(start);
    await fetchNow(sender, entry(url, "image"));
    at(start + ASSETS.freshMs + 1);
    const later = await senderOf(sender);
    await fetchNow(later, entry(url, "image"));
    expect((await askedAt(url))[1]).toMatchObject({ "if-none-match": '"1"', "if-modified-since": modified });
    expect(await mapOf(later)).toEqual(await mapOf(sender));
    // The answer counts for another day.
    at(start + 2 * ASSETS.freshMs);
    await fetchNow(await senderOf(sender), entry(url, "image"));
    expect(await askedAt(url)).toHaveLength(2);
  });

  it("each session keeps the file that was there in its time", async () => {
    const before = await newSender();
    const url = await serve(sitePath("a.css"), css("a{color:red}"), css("a{color:blue}"));
    const start = Date.now();
    at(start);
    await fetchNow(before, entry(url, "style"));
    at(start + ASSETS.freshMs + 1);
    const after = await senderOf(before);
    await fetchNow(after, entry(url, "style"));
    // The earlier session names it once more, and still has what it had.
    await fetchNow(before, entry(url, "style"));
    expect(await mapOf(before)).toEqual({ [assetKey(url)]: await sha256Of("a{color:red}") });
    expect(await mapOf(after)).toEqual({ [assetKey(url)]: await sha256Of("a{color:blue}") });
    const { results } = await env.INDEX_US.prepare(
      "SELECT from_at, sha256 FROM asset_urls WHERE tenant = ? ORDER BY from_at",
    )
      .bind(before.tenant)
      .all();
    expect(results).toEqual([
      { from_at: start, sha256: await sha256Of("a{color:red}") },
      { from_at: start + ASSETS.freshMs + 1, sha256: await sha256Of("a{color:blue}") },
    ]);
  });
});

describe("style sheets", () => {
  it("bring what they load: addresses, imports, and what those load", async () => {
    const sender = await newSender();
    const sheet = sitePath("css/a.css");
    const [imported, font, picture] = ["b.css", "../f.woff2", "/shared.png"].map((path) => new URL(path, sheet).href);
    await serve(sheet, css(`@import "b.css"; a{background:url(/shared.png#x)} /* url(c.png) */`));
    await serve(imported!, css(`@font-face{font-family:f;src:url(../f.woff2)}`));
    await serve(font!, { headers: { "content-type": "font/woff2" }, body: btoa("wOF2 font") });
    await serve(picture!, png());
    await fetchNow(sender, entry(sheet, "style"));
    const map = await mapOf(sender);
    expect(Object.keys(map).toSorted()).toEqual([sheet, imported!, font!, picture!].map(assetKey).toSorted());
    expect(Object.values(map)).not.toContain(null);
  });

  it("bring it to the next session too, without another fetch", async () => {
    const first = await newSender();
    const sheet = sitePath("a.css");
    const picture = await serve(new URL("b.png", sheet).href, png());
    await serve(sheet, css("a{background:url(b.png)}"));
    await fetchNow(first, entry(sheet, "style"));
    const second = await senderOf(first);
    await report(second, entry(sheet, "style"));
    await vi.waitFor(async () => expect(await mapOf(second)).toEqual(await mapOf(first)), { timeout: 20_000 });
    expect(await askedAt(picture)).toHaveLength(1);
  });

  it("lead nowhere that is not the tenant's", async () => {
    const sender = await newSender();
    const outside = [
      "https://evil.example.com/a.png",
      "http://169.254.169.254/",
      "http://[::ffff:127.0.0.1]/",
      "//10.0.0.1/x",
    ];
    const sheet = await serve(sitePath("a.css"), css(outside.map((url) => `a{background:url("${url}")}`).join("")));
    await fetchNow(sender, entry(sheet, "style"));
    expect(Object.keys(await mapOf(sender))).toEqual([assetKey(sheet)]);
  });

  it("that import each other, or ever others, come to an end", async () => {
    const sender = await newSender();
    const chain = Array.from({ length: ASSETS.importDepth + 3 }, (_, i) => `${i}.css`);
    const first = sitePath("0.css");
    for (const [i, name] of chain.entries())
      await serve(new URL(name, first).href, css(`@import "0.css"; @import "${i + 1}.css";`));
    await fetchNow(sender, entry(first, "style"));
    expect(await askedAt(first)).toHaveLength(1);
    expect(await askedAt(new URL(chain[ASSETS.importDepth]!, first).href)).toHaveLength(1);
    expect(await askedAt(new URL(chain[ASSETS.importDepth + 1]!, first).href)).toHaveLength(0);
  });

  it("with more than one message holds are done by the next ones", async () => {
    const sender = await newSender();
    const sheet = sitePath("a.css");
    const names = Array.from({ length: ASSETS.messageFetches + 20 }, (_, i) => `${i}.png`);
    for (const name of names) await serve(new URL(name, sheet).href, png(name));
    await serve(sheet, css(names.map((name) => `url(${name})`).join("")));
    await fetchNow(sender, entry(sheet, "style"));
    await vi.waitFor(
      async () => {
        const hashes = Object.values(await mapOf(sender));
        expect(hashes).toHaveLength(names.length + 1);
        expect(hashes).not.toContain(null);
      },
      { timeout: 30_000, interval: 500 },
    );
  });
});

describe("what is refused", () => {
  const css403 = { status: 403, headers: { "content-type": "text/css" } };
  it.each([
    ["a page in place of a sheet", "style", { headers: { "content-type": "text/html" }, body: btoa("<html>") }],
    [
      "a page that says it is a sheet",
      "style",
      { headers: { "content-type": "text/css" }, body: btoa("<!doctype html><p>") },
    ],
    ["a sheet without its type", "style", { body: btoa("a{}") }],
    ["a sheet that says it is a picture", "image", { headers: { "content-type": "image/png" }, body: btoa("a{}") }],
    ["a picture as a font", "font", { headers: { "content-type": "font/woff2" }, body: btoa("GIF89a") }],
    ["a sign-in", "style", css403],
    ["a sheet that is too large", "style", { headers: { "content-type": "text/css" }, zeros: ASSETS.bytes.style + 1 }],
    ["a bomb", "style", { headers: { "content-type": "text/css" }, zeros: 50 * ASSETS.bytes.style, gzip: true }],
    ["a redirect to a private address", "style", { status: 302, headers: { location: "http://169.254.169.254/" } }],
    ["a redirect off the list", "style", { status: 301, headers: { location: "https://evil.example.com/" } }],
    ["a redirect to itself", "style", { status: 307, headers: { location: "?" } }],
    ["a redirect without a place", "style", { status: 302 }],
    ["a redirect to another scheme", "style", { status: 302, headers: { location: "file:///etc/passwd" } }],
    ["an answer to a part", "style", { status: 206, headers: { "content-type": "text/css" }, body: btoa("a{}") }],
    ["an unchanged that nobody asked for", "style", { status: 304 }],
  ] as const)("is not kept, not tried again, and told to the next recorder: %s", async (_name, kind, answer) => {
    const sender = await newSender();
    const url = await serve(sitePath("a"), answer);
    expect(await fetchNow(sender, entry(url, kind))).toBe("done");
    expect(Object.values(await mapOf(sender)).filter((sha256) => sha256 !== null)).toEqual([]);
    const hits = (await askedAt(url)).length;
    const next = await senderOf(sender);
    expect(await report(next, entry(url, kind))).toEqual({
      wanted: [],
      refused: [{ key: assetKey(url), why: "failed" }],
    });
    await fetchNow(next, entry(url, kind));
    expect(await askedAt(url)).toHaveLength(hits);
  });

  it("is asked for again after an hour", async () => {
    const sender = await newSender();
    const url = await serve(sitePath("a.png"), { status: 404 }, png());
    const start = Date.now();
    at(start);
    await fetchNow(sender, entry(url, "image"));
    at(start + ASSETS.failedFreshMs + 1);
    await fetchNow(sender, entry(url, "image"));
    expect(await mapOf(sender)).toEqual({ [assetKey(url)]: await sha256Of(pngBytes()) });
  });

  it("follows the settings of now, not those of when it was reported", async () => {
    const off = await newSender({ assets: { hosts: ["127.0.0.1"], fetch: false } });
    const url = await serve(sitePath("a.png"), png());
    await fetchNow(off, entry(url, "image"));
    expect(await askedAt(url)).toHaveLength(0);
  });

  it("a redirect inside of the list is followed, and a sheet's addresses count from where it came from", async () => {
    const sender = await newSender();
    const [url, target] = [sitePath("a.css"), sitePath("deep/b.css")];
    await serve(url, { status: 302, headers: { location: target } });
    await serve(target, css("a{background:url(c.png)}"));
    const picture = await serve(new URL("c.png", target).href, png());
    await fetchNow(sender, entry(url, "style"));
    expect(Object.keys(await mapOf(sender)).toSorted()).toEqual([assetKey(url), assetKey(picture)].toSorted());
  });
});

describe("the queue", () => {
  it.each([
    ["500", { status: 500 }],
    ["503", { status: 503 }],
    ["429", { status: 429 }],
    ["a cut connection", { cut: true }],
  ])("tries again later after %s, and only what is missing", async (_name, answer) => {
    const sender = await newSender();
    const good = await serve(sitePath("a.png"), png("a"));
    const bad = await serve(sitePath("b.png"), answer, png("b"));
    const tasks = [entry(good, "image"), entry(bad, "image")].map(({ key, url, kind }) => ({ key, url: url!, kind }));
    const first = await consume(sender, tasks);
    expect(first).toBe(ASSETS.retrySeconds);
    expect(await consume(sender, tasks, 2)).toBe("done");
    expect(await askedAt(good)).toHaveLength(1);
    expect(Object.values(await mapOf(sender))).not.toContain(null);
  });

  it("waits longer each time, then gives up and leaves the address alone", async () => {
    const sender = await newSender();
    const url = await serve(sitePath("a.png"), { status: 500 });
    const tasks = [{ key: assetKey(url), url, kind: "image" as const }];
    for (let attempt = 1; attempt < ASSETS.tries; attempt++)
      expect(await consume(sender, tasks, attempt)).toBe(ASSETS.retrySeconds * 2 ** (attempt - 1));
    expect(await consume(sender, tasks, ASSETS.tries)).toBe("done");
    expect((await report(sender, entry(url, "image"))).refused).toEqual([{ key: assetKey(url), why: "failed" }]);
    expect(await askedAt(url)).toHaveLength(ASSETS.tries);
  });

  it("does not wait longer than its time for an answer", async () => {
    const sender = await newSender();
    const url = await serve(sitePath("a.png"), { hang: true });
    const start = performance.now();
    expect(await fetchNow(sender, entry(url, "image"))).toBe(ASSETS.retrySeconds);
    expect(performance.now() - start).toBeLessThan(2 * ASSETS.fetchMs);
  });

  it("drops the message of a tenant that is gone", async () => {
    const nobody = { tenant: crypto.randomUUID(), session: crypto.randomUUID() };
    const url = `${SITE}/nobody.png`;
    const result = await consume(nobody, [{ key: assetKey(url), url, kind: "image" }]);
    expect(result).toBe("done");
    expect(await askedAt(url)).toHaveLength(0);
  });
});
