import { SELF, env } from "cloudflare:test";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ASSETS, assetKey, uuidv7, type ErrorBody } from "../../src/protocol/index.ts";
import type { Manifest, SessionAssets } from "../../src/protocol/api.schema.ts";
import { getAsset, listSessionFiles, mapAssets, releaseAssets, storesOf, keyRing } from "../../src/storage/index.ts";
import { signIngestToken } from "../../src/worker/ingest-token.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { sweep } from "../../src/worker/sweep.ts";
import { BASE, signIn } from "./accounts.ts";
import {
  SITE,
  css,
  entry,
  fetchNow,
  mapOf,
  newSender,
  png,
  pngBytes,
  postReport,
  report,
  senderOf,
  serve,
  sha256Of,
  sitePath,
  upload,
  type Sender,
} from "./assets.ts";
import { identityOf, makeBatch, objectOf } from "./builders.ts";

function at(time: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: time });
}

afterEach(() => vi.useRealTimers());

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as ErrorBody).error.code;
}

/** A picture that only the visitor's browser can get. */
async function picture(name: string = uuidv7()) {
  const bytes = pngBytes(name);
  const sha256 = await sha256Of(bytes);
  const url = `https://intranet.example.com/${name}.png`;
  return { bytes, sha256, url, key: assetKey(url), entry: entry(url, "image", { sha256, bytes: bytes.byteLength }) };
}

async function stored(tenant: string, sha256: string): Promise<boolean> {
  return (await env.BUCKET_US.head(`t/${tenant}/a/${sha256}`)) !== null;
}

describe("what the recorder uploads", () => {
  it("is asked for once: the second visitor uploads nothing", async () => {
    const first = await newSender();
    const file = await picture();
    expect(await report(first, file.entry)).toEqual({ wanted: [file.sha256], refused: [] });
    for (let i = 0; i < 2; i++) {
      const answer = await upload(first, file.sha256, file.bytes, { type: "image/png", keys: file.key });
      expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
      expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
    }
    const second = await senderOf(first);
    expect(await report(second, file.entry)).toEqual({ wanted: [], refused: [] });
    expect(await mapOf(second)).toEqual({ [file.key]: file.sha256 });
    // Another tenant learns nothing of it.
    expect(await report(await newSender(), file.entry)).toEqual({ wanted: [file.sha256], refused: [] });
  });

  it("may be at no address, and have several keys", async () => {
    const sender = await newSender();
    const { bytes, sha256 } = await picture();
    const keys = [assetKey("blob:https://shop.example/1"), assetKey("data:image/png;base64,AAAA")];
    await report(sender, ...keys.map((key) => ({ key, kind: "image" as const, sha256 })));
    expect((await upload(sender, sha256, bytes, { type: "image/png", keys: keys.join() })).status).toBe(200);
    expect(await mapOf(sender)).toEqual(Object.fromEntries(keys.map((key) => [key, sha256])));
  });

  it.each<
    [
      string,
      (file: Awaited<ReturnType<typeof picture>>) => [Uint8Array | string, { type?: string; keys?: string }],
      number,
    ]
  >([
    ["other bytes than the hash says", ({ key }) => [pngBytes("other"), { type: "image/png", keys: key }], 400],
    ["another kind than the type says", ({ bytes, key }) => [bytes, { type: "text/css", keys: key }], 400],
    ["a type that is not kept", ({ bytes, key }) => [bytes, { type: "text/html", keys: key }], 400],
    ["no type", ({ bytes, key }) => [bytes, { keys: key }], 400],
    ["no key", ({ bytes }) => [bytes, { type: "image/png" }], 400],
    ["a key that is none", ({ bytes }) => [bytes, { type: "image/png", keys: "x" }], 400],
    ["nothing", ({ key }) => ["", { type: "image/png", keys: key }], 400],
    ["too much", ({ key }) => [new Uint8Array(ASSETS.bytes.image + 1), { type: "image/png", keys: key }], 413],
  ])("is refused, and nothing is stored: %s", async (_name, make, status) => {
    const sender = await newSender();
    const file = await picture();
    await report(sender, file.entry);
    const [bytes, query] = make(file);
    expect((await upload(sender, file.sha256, bytes, query)).status).toBe(status);
    expect(await stored(sender.tenant, file.sha256)).toBe(false);
  });

  it("is refused when it is a page, whatever it is called", async () => {
    const sender = await newSender();
    const page = "<!doctype html><script>alert(1)</script>";
    for (const type of ["text/css", "image/svg+xml", "font/woff2", "video/mp4"])
      expect((await upload(sender, await sha256Of(page), page, { type, keys: assetKey("x") })).status).toBe(400);
  });

  it("does not replace the file that an address has in the session", async () => {
    const sender = await newSender();
    const [one, two] = [await picture(), await picture()];
    await upload(sender, one.sha256, one.bytes, { type: "image/png", keys: one.key });
    const answer = await upload(sender, two.sha256, two.bytes, { type: "image/png", keys: one.key });
    expect([answer.status, await codeOf(answer)]).toEqual([409, "asset_conflict"]);
    expect(await mapOf(sender)).toEqual({ [one.key]: one.sha256 });
    expect(await stored(sender.tenant, two.sha256)).toBe(false);
  });

  it("is told of when another file has its address already", async () => {
    const sender = await newSender();
    const [one, two] = [await picture(), await picture()];
    await upload(sender, one.sha256, one.bytes, { type: "image/png", keys: one.key });
    // The store has the second one, so nothing would be uploaded, and nobody would notice.
    await upload(await senderOf(sender), two.sha256, two.bytes, { type: "image/png", keys: two.key });
    const offered = { key: one.key, url: one.url, kind: "image" as const, sha256: two.sha256 };
    expect(await report(sender, offered)).toEqual({ wanted: [], refused: [{ key: one.key, why: "conflict" }] });
    expect(await report(sender, one.entry)).toEqual({ wanted: [], refused: [] });
  });

  it("ends at the session's bound of bytes", async () => {
    const sender = await newSender();
    const file = await picture();
    await mapAssets(
      env.INDEX_US,
      sender,
      [{ key: "0".repeat(16), sha256: "0".repeat(64), base: null, uploaded: ASSETS.sessionUploadBytes - 10 }],
      Date.now(),
    );
    const answer = await upload(sender, file.sha256, file.bytes, { type: "image/png", keys: file.key });
    expect([answer.status, await codeOf(answer)]).toEqual([403, "session_full"]);
    // What somebody else has brought already costs nothing.
    const other = await senderOf(sender);
    await upload(other, file.sha256, file.bytes, { type: "image/png", keys: file.key });
    expect((await upload(sender, file.sha256, file.bytes, { type: "image/png", keys: file.key })).status).toBe(200);
  });
});

describe("a report", () => {
  it("tells which addresses the server does not fetch, so that the recorder uploads them", async () => {
    const sender = await newSender();
    const refused: [string, string][] = [
      ["https://evil.example.com/a.png", "host_not_declared"],
      ["https://intranet/a.png", "not_public"],
      ["http://192.168.1.1/a.png", "not_public"],
      ["http://169.254.169.254/latest/meta-data/", "not_public"],
      ["http://cdn.example.com/a.png", "not_https"],
      [`${SITE.replace("//", "//user:pass@")}/a.png`, "credentials"],
      ["blob:https://shop.example.com/1", "not_an_address"],
      ["nonsense", "not_an_address"],
    ];
    const answer = await report(sender, ...refused.map(([url]) => entry(url, "image")));
    expect(answer).toEqual({ wanted: [], refused: refused.map(([url, why]) => ({ key: assetKey(url), why })) });
    expect(await mapOf(sender)).toEqual({});
  });

  it("refuses what the recorder says is too large, and everything when fetching is off", async () => {
    const large = entry(`${SITE}/a.woff2`, "font", { bytes: ASSETS.bytes.font + 1 });
    expect((await report(await newSender(), large)).refused).toEqual([{ key: large.key, why: "too_large" }]);
    const plain = entry(`${SITE}/a.png`, "image");
    const off = await newSender({ assets: { hosts: [], fetch: false } });
    expect((await report(off, plain)).refused).toEqual([{ key: plain.key, why: "fetch_off" }]);
  });

  it.each<[string, unknown, number]>([
    ["no JSON", "{", 400],
    ["nothing", {}, 400],
    [
      "another key than the address has",
      { assets: [{ ...entry("https://a.example.com/", "image"), key: "0".repeat(16) }] },
      400,
    ],
    ["neither address nor hash", { assets: [{ key: "0".repeat(16), kind: "image" }] }, 400],
    ["an unknown kind", { assets: [{ ...entry("https://a.example.com/", "image"), kind: "script" }] }, 400],
    ["a hash that is none", { assets: [{ ...entry("https://a.example.com/", "image"), sha256: "X".repeat(64) }] }, 400],
    ["more than it has", { assets: [{ ...entry("https://a.example.com/", "image"), tenant: "x" }] }, 400],
    ["too many", { assets: Array.from({ length: 201 }, (_, i) => entry(`https://a.example.com/${i}`, "image")) }, 400],
    ["too much", "x".repeat(ASSETS.reportBytes + 1), 413],
  ])("is refused with what to do: %s", async (_name, body, status) => {
    const answer = await postReport(await newSender(), body);
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as ErrorBody).error.message).toMatch(/\.$/);
  });

  it("takes as many as one may have, with the longest addresses", async () => {
    const sender = await newSender();
    const assets = Array.from({ length: ASSETS.reportAssets }, (_, i) => {
      const start = `${SITE}/${i}?`;
      return entry(start + "x".repeat(2_048 - start.length), "image");
    });
    expect(await report(sender, ...assets)).toEqual({ wanted: [], refused: [] });
    expect(Object.keys(await mapOf(sender))).toHaveLength(ASSETS.reportAssets);
  });

  it("ends at the session's bound of addresses", async () => {
    const sender = await newSender();
    const mappings = Array.from({ length: ASSETS.sessionAssets }, (_, i) => ({
      key: String(i).padStart(16, "0"),
      sha256: null,
      base: null,
    }));
    await mapAssets(env.INDEX_US, sender, mappings, Date.now());
    const answer = await postReport(sender, { assets: [(await picture()).entry] });
    expect([answer.status, await codeOf(answer)]).toEqual([403, "session_full"]);
    const sheet = await serve(sitePath("a.css"), css("a{background:url(b.png)}"));
    await fetchNow(sender, entry(sheet, "style"));
    expect(Object.keys(await mapOf(sender))).toHaveLength(ASSETS.sessionAssets);
  });

  it("needs the session's own token, of a session that is played back", async () => {
    const sender = await newSender();
    const other = await senderOf(sender);
    for (const token of ["", "x", other.token]) {
      expect((await postReport({ ...sender, token }, { assets: [] })).status).toBe(401);
      expect((await upload({ ...sender, token }, "0".repeat(64), "x", { type: "image/png", keys: "0" })).status).toBe(
        401,
      );
    }
    const identity = identityOf({ tenant: sender.tenant, session: sender.session, level: "dxa" });
    const token = await signIngestToken(keyRing(env), identity, Date.now() + 60_000);
    expect((await postReport({ ...sender, token }, { assets: [] })).status).toBe(403);
  });

  it("is refused like a batch when the visitor is excluded by now", async () => {
    const sender = await newSender({
      exclusions: { ips: [], domains: ["playhead.test", "*.test"], userAgents: [], bots: false },
    });
    const answer = await SELF.fetch(`${BASE}/v1/sessions/${sender.session}/assets?token=${sender.token}`, {
      method: "POST",
      headers: { Origin: "https://a.test" },
      body: "{}",
    });
    expect([answer.status, await codeOf(answer)]).toEqual([403, "excluded"]);
  });
});

describe("the files of a session in a replay", () => {
  let cookie = "";
  let sender: Sender;
  let grant = "";

  function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return SELF.fetch(BASE + path, { headers: { Cookie: cookie, ...headers } });
  }
  function file(sha256: string, more: Record<string, string> = {}, session = sender.session): string {
    return `/api/sessions/${session}/assets/${sha256}?${new URLSearchParams({ grant, ...more }).toString()}`;
  }
  async function open(session: string): Promise<Manifest> {
    return (await get(`/api/sessions/${session}/manifest`)).json();
  }
  async function put(bytes: Uint8Array | string, type: string, url: string, kind: "style" | "image" | "media") {
    const sha256 = await sha256Of(bytes);
    await report(sender, entry(url, kind, { sha256 }));
    expect((await upload(sender, sha256, bytes, { type, keys: assetKey(url) })).status).toBe(200);
    return sha256;
  }

  beforeAll(async () => {
    cookie = await signIn(DEMO.email, DEMO.password);
    sender = await senderOf({ tenant: DEMO.tenant, key: DEMO.key });
    const identity = identityOf({ tenant: DEMO.tenant, session: sender.session });
    await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 0));
    grant = (await open(sender.session)).grant;
  });

  it("are in its manifest by key, and come with headers that let them do nothing", async () => {
    const { bytes, url } = await picture();
    const sha256 = await put(bytes, "image/png", url, "image");
    expect((await open(sender.session)).assets).toContainEqual({ key: assetKey(url), sha256, type: "image/png" });
    const answer = await get(file(sha256), { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "image" });
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, max-age=900, immutable",
    });
    expect(answer.headers.get("Content-Security-Policy")).toMatch(/^sandbox; default-src 'none'/);
  });

  it("are listed as they come, with the grant and without another view", async () => {
    const { bytes, url } = await picture();
    const views = async () =>
      env.INDEX_US.prepare("SELECT count(*) AS count FROM activity WHERE tenant = ?").bind(DEMO.tenant).first();
    const before = await views();
    const sha256 = await put(bytes, "image/png", url, "image");
    const answer = await get(`/api/sessions/${sender.session}/assets?grant=${grant}`);
    expect((await answer.json()) as SessionAssets).toMatchObject({
      assets: expect.arrayContaining([{ key: assetKey(url), sha256, type: "image/png" }]) as unknown,
    });
    expect(await views()).toEqual(before);
    const other = await senderOf(sender);
    expect((await get(`/api/sessions/${other.session}/assets?grant=${grant}`)).status).toBe(403);
    expect((await SELF.fetch(`${BASE}/api/sessions/${sender.session}/assets?grant=${grant}`)).status).toBe(401);
  });

  it("are listed with what their addresses are relative to, and are stored without the secrets in their texts", async () => {
    const one = await newSender();
    const text = `/* ${uuidv7()} by ann@example.com */ a { background: url(x.png) }`;
    const sheet = { text, sha256: await sha256Of(text), url: "https://intranet.example.com/a.css" };
    const image = await picture();
    const keys = [image.key, assetKey("data:other")];
    await report(one, entry(sheet.url, "style", { sha256: sheet.sha256 }), image.entry, {
      key: keys[1]!,
      kind: "image",
      sha256: image.sha256,
    });
    await upload(one, sheet.sha256, sheet.text, { type: "text/css", keys: assetKey(sheet.url) });
    await upload(one, image.sha256, image.bytes, { type: "image/png", keys: keys.join() });

    const stores = storesOf(env, "us");
    const files = await listSessionFiles(stores.index, one);
    const keyed = (key: string, sha256: string) => expect.objectContaining({ key, sha256 }) as unknown;
    expect(files).toHaveLength(3);
    expect(files).toEqual(
      expect.arrayContaining([
        { key: assetKey(sheet.url), sha256: sheet.sha256, type: "text/css", base: sheet.url },
        ...keys.map((key) => keyed(key, image.sha256)),
      ]),
    );
    const kept = await getAsset(stores.bucket, keyRing(env), { tenant: one.tenant, sha256: sheet.sha256 });
    expect(new TextDecoder().decode(kept!)).toBe(text.replace("ann@example.com", "[email]"));
  });

  it("are there for the session that uses them only, with its own grant", async () => {
    const { bytes, url } = await picture();
    const sha256 = await put(bytes, "image/png", url, "image");
    const absent = await get(file("0".repeat(64)));
    const { error: nothing } = (await absent.json()) as ErrorBody;

    // Another session of the tenant, which does not use it.
    const other = await senderOf(sender);
    const identity = identityOf({ tenant: DEMO.tenant, session: other.session });
    await objectOf(identity).append(identity, await makeBatch(uuidv7(1), 0));
    const otherGrant = (await open(other.session)).grant;
    const unmapped = await get(`/api/sessions/${other.session}/assets/${sha256}?grant=${otherGrant}`);
    expect(unmapped.status).toBe(404);
    expect(((await unmapped.json()) as ErrorBody).error).toMatchObject({
      code: nothing.code,
      message: nothing.message,
    });
    expect((await get(file(sha256, { grant: otherGrant }))).status).toBe(403);
    expect((await get(file(sha256, { grant: "x" }))).status).toBe(401);
    expect((await SELF.fetch(BASE + file(sha256))).status).toBe(401);
    expect((await get(file(sha256), { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image" })).status).toBe(403);
    expect((await get(file(sha256), { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe" })).status).toBe(403);
  });

  it("of another tenant are not there", async () => {
    const foreign = await newSender();
    const alien = await picture();
    await upload(foreign, alien.sha256, alien.bytes, { type: "image/png", keys: alien.key });
    // Named by the hash it has there, and mapped to a session here: the store of this tenant lacks it.
    expect((await report(sender, alien.entry)).wanted).toEqual([alien.sha256]);
    expect((await get(file(alien.sha256))).status).toBe(404);
    expect((await open(sender.session)).assets.map(({ sha256 }) => sha256)).not.toContain(alien.sha256);
  });

  it("come in parts when a player asks for a part", async () => {
    const bytes = new Uint8Array([0, 0, 0, 24, ...new TextEncoder().encode("ftypmp42"), ...Array(88).keys()]);
    const sha256 = await put(bytes, "video/mp4", `https://intranet.example.com/${uuidv7()}.mp4`, "media");
    const part = await get(file(sha256), {
      Range: "bytes=10-19",
      "Sec-Fetch-Site": "same-origin",
      "Sec-Fetch-Dest": "video",
    });
    expect([part.status, part.headers.get("Content-Range")]).toEqual([206, "bytes 10-19/100"]);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    const beyond = await get(file(sha256), { Range: "bytes=100-" });
    expect([beyond.status, beyond.headers.get("Content-Range")]).toEqual([416, "bytes */100"]);
  });

  it("style sheets reach our own files and nothing else", async () => {
    const dir = `https://intranet.example.com/${uuidv7()}`;
    const pixels = await picture();
    const image = await put(pixels.bytes, "image/png", `${dir}/img/a.png`, "image");
    const imported = await put(`a{color:#${uuidv7().slice(-6)}}`, "text/css", `${dir}/b.css`, "style");
    const hostile = String.raw`@import "../b.css"; @import 'https://evil.example/1'; @\69mport url(//evil.example/2);
      @import url("data:text/css,@import url(https://evil.example/3)");
      @font-face{font-family:f;src:url(https://evil.example/4)}
      a{background:url(../img/a.png#f),u\72l(https://evil.example/5),URL( 'https://evil.example/6' );filter:url(#g)}
      b{background:image-set("https://evil.example/7" 1x);--x:url(https://evil.example/8);cursor:url(ftp://evil.example/9)}
      c{content:"\"";background:1url(' ) ';b:url(https://evil.example/10)}
      d{background:url(data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==)}
      e{--y:"https://evil.example/11";background:image-set(var(--y) 1x)} f{background:url(/api/me)}
      g{background:url(https://evil.example/12`;
    const sheet = await put(hostile, "text/css", `${dir}/css/a.css?secret=1`, "style");
    const answer = await get(file(sheet), { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "style" });
    expect(answer.headers.get("Content-Type")).toBe("text/css; charset=utf-8");
    const text = await answer.text();
    const addresses = [...text.matchAll(/(?:url\(|@import )"([^"]*)"/g)].map(([, url]) => url!);
    const ours = addresses.filter((url) => url.startsWith("/api/"));
    expect(ours).toHaveLength(2);
    expect(ours[0]).toContain(`/api/sessions/${sender.session}/assets/${imported}?`);
    expect(ours[1]).toMatch(new RegExp(`^/api/sessions/${sender.session}/assets/${image}\\?.*#f$`));
    for (const url of addresses.filter((other) => !ours.includes(other)))
      expect(url).toMatch(/^(data:,|#g|data:image\/gif)/);
    // The one place where an outside address is left is a string in a custom property, which nothing loads.
    expect(text.match(/evil\.example/g)).toHaveLength(1);
    expect(text).not.toContain("var(--y)");
    // What it names can be loaded, with the grant that it was asked with.
    for (const url of ours) expect((await get(url.split("#")[0]!)).status).toBe(200);
  });

  it("a sheet that two addresses share is resolved from the one that is asked for", async () => {
    const text = `a{background:url(x.png)} /* ${uuidv7()} */`;
    const dirs = ["one", "two"].map((name) => `https://intranet.example.com/${uuidv7()}/${name}`);
    const images: string[] = [];
    let sheet = "";
    for (const dir of dirs) {
      images.push(await put((await picture()).bytes, "image/png", `${dir}/x.png`, "image"));
      sheet = await put(text, "text/css", `${dir}/a.css`, "style");
    }
    for (const [i, dir] of dirs.entries()) {
      const served = await (await get(file(sheet, { key: assetKey(`${dir}/a.css`) }))).text();
      expect(served).toContain(images[i]);
    }
  });

  it("an SVG picture is served as one, and can do nothing by itself", async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><!-- ${uuidv7()} --></svg>`;
    const sha256 = await put(svg, "image/svg+xml", `https://intranet.example.com/${uuidv7()}.svg`, "image");
    const answer = await get(file(sha256));
    expect(answer.headers.get("Content-Type")).toBe("image/svg+xml");
    expect(answer.headers.get("Content-Security-Policy")).toContain("sandbox; default-src 'none'");
  });
});

describe("deletion", () => {
  const DAY = ASSETS.unusedMs;

  async function uploaded(sender: Sender): Promise<Awaited<ReturnType<typeof picture>>> {
    const file = await picture();
    await upload(sender, file.sha256, file.bytes, { type: "image/png", keys: file.key });
    return file;
  }

  it("comes a day after the last session that used the file, object and rows", async () => {
    const first = await newSender();
    const second = await senderOf(first);
    const url = await serve(sitePath("a.png"), png(uuidv7()));
    await fetchNow(first, entry(url, "image"));
    await fetchNow(second, entry(url, "image"));
    const [sha256] = Object.values(await mapOf(first));
    const now = Date.now();
    await releaseAssets(env.INDEX_US, first.tenant, first.session, now);
    await sweep(env, now + DAY);
    expect(await stored(first.tenant, sha256!)).toBe(true);

    const end = now + 1.5 * DAY;
    await releaseAssets(env.INDEX_US, second.tenant, second.session, end);
    await sweep(env, end + DAY - 1);
    expect(await stored(first.tenant, sha256!)).toBe(true);
    expect((await sweep(env, end + DAY)).collected).toBeGreaterThanOrEqual(1);
    expect(await stored(first.tenant, sha256!)).toBe(false);
    for (const table of ["assets", "asset_urls", "session_assets"]) {
      const rows = await env.INDEX_US.prepare(`SELECT * FROM ${table} WHERE tenant = ?`).bind(first.tenant).all();
      expect(rows.results).toEqual([]);
    }
  });

  it("leaves alone what a session uses again, and what it uses still", async () => {
    const first = await newSender();
    const file = await uploaded(first);
    const now = Date.now();
    await releaseAssets(env.INDEX_US, first.tenant, first.session, now);
    const second = await senderOf(first);
    await report(second, file.entry);
    await sweep(env, now + DAY);
    expect(await stored(first.tenant, file.sha256)).toBe(true);
    expect((await report(second, file.entry)).wanted).toEqual([]);
  });

  it("that was broken off after the object is finished, and the file can come again", async () => {
    const first = await newSender();
    const file = await uploaded(first);
    await releaseAssets(env.INDEX_US, first.tenant, first.session);
    await env.INDEX_US.prepare("UPDATE assets SET doomed_at = 1 WHERE tenant = ?").bind(first.tenant).run();
    // In between it counts as absent, and cannot be stored under the eyes of the sweep.
    const second = await senderOf(first);
    expect((await report(second, file.entry)).wanted).toEqual([file.sha256]);
    const busy = await upload(second, file.sha256, file.bytes, { type: "image/png", keys: file.key });
    expect([busy.status, busy.headers.get("Retry-After")]).toEqual([503, "30"]);
    await sweep(env, Date.now());
    expect(await stored(first.tenant, file.sha256)).toBe(false);
    expect((await upload(second, file.sha256, file.bytes, { type: "image/png", keys: file.key })).status).toBe(200);
    expect(await stored(first.tenant, file.sha256)).toBe(true);
  });

  it("reaches files of sessions that never came", async () => {
    const sender = await newSender();
    const now = Date.now();
    at(now);
    const file = await uploaded(sender);
    await sweep(env, now + ASSETS.orphanMs + 1);
    expect(await mapOf(sender)).toEqual({});
    await sweep(env, now + ASSETS.orphanMs + DAY + 2);
    expect(await stored(sender.tenant, file.sha256)).toBe(false);
  });
});
