import { DatabaseSync } from "node:sqlite";
import { searchDocument } from "../../src/storage/search/document.ts";
import { placeOf } from "../../src/storage/search/place.ts";

/** The tenant that is asked for, and who asks. */
export const BIG = "0192f000-0000-7000-8000-000000000001";
export const ACTOR = "user:bench";
export const NOW = Date.UTC(2026, 10, 20, 12);
const SPAN_MS = 90 * 24 * 3_600_000;
const MINUTE_MS = 60_000;
/** Of a hundred sessions, how many are of the tenant that is asked for; the rest is of fifty others. */
const OF_BIG = 95;

/** The same numbers with every run (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = seeded(7);
/** The first are frequent, the last rare, as it is with countries and pages. */
const skewed = (list) => list[Math.floor(list.length * random() ** 3)];
const pick = (list) => list[Math.floor(list.length * random())];
const range = (count, make) => Array.from({ length: count }, (_, n) => make(n));

const COUNTRIES = "US DE FR GB IN BR JP CA ES IT NL SE PL AU MX KR CH AT BE DK NO FI PT IE CZ GR NZ ZA SG IS".split(
  " ",
);
const BROWSERS = ["Chrome", "Safari", "Edge", "Firefox", "Samsung Internet", "Opera", "Vivaldi"];
const SYSTEMS = { desktop: ["Windows", "macOS", "Linux"], mobile: ["iOS", "Android"], tablet: ["iPadOS", "Android"] };
const WORDS =
  "home cart checkout pay account orders search help shoes shirts lamps chairs sale gift size colour blue red green returns delivery invoice login signup profile settings wishlist reviews brand outlet".split(
    " ",
  );
const PATHS = ["/", "/cart", "/checkout", "/checkout/pay", "/checkout/done", "/account", "/search"].concat(
  range(400, (n) => `/shop/${WORDS[n % WORDS.length]}/${WORDS[(n * 7) % WORDS.length]}-${n}`),
);
const EVENTS = ["Viewed product", "Added to cart", "Began checkout", "Purchased"].concat(
  range(40, (n) => `Event ${n}`),
);
const ERRORS = ["TypeError: total is undefined", "Error: network failed"].concat(
  range(60, (n) => `RangeError: ${WORDS[n % WORDS.length]} ${n} is out of range`),
);

function uuid(n) {
  const hex = n.toString(16).padStart(12, "0");
  return `0192f000-${hex.slice(0, 4)}-7000-8000-${hex}`;
}

/** One session of a shop, by its number. */
function makeSession(n, total) {
  const tenant = random() * 100 < OF_BIG ? BIG : uuid(1_000_000_000 + (n % 50));
  const startedAt = Math.floor(NOW - SPAN_MS + (SPAN_MS * n) / total);
  const device = random() < 0.55 ? "desktop" : random() < 0.9 ? "mobile" : "tablet";
  const visits = 1 + Math.floor(8 * random() ** 2);
  const trail = [];
  let ms = 0;
  for (let visit = 0; visit < visits; visit++) {
    trail.push([ms, "page", skewed(PATHS)]);
    if (random() < 0.3) trail.push([ms + 200, "event", skewed(EVENTS)]);
    if (random() < 0.5) trail.push([ms + 300, "click", `button-${Math.floor(random() * 40)}`, 500, 300, visit]);
    ms += Math.floor(5_000 + 60_000 * random() ** 2);
  }
  const failed = random() < 0.05;
  if (failed) trail.push([ms, "error", skewed(ERRORS), visits - 1]);
  const known = random() < 0.4;
  if (known) trail.push([50, "trait", "plan", pick(["free", "pro", "team"])]);
  const entryUrl = `https://shop.example${trail[0][2]}`;
  const session = {
    tenant,
    id: uuid(n),
    environment: random() < 0.97 ? "production" : "staging",
    visitor: uuid(2_000_000_000 + Math.floor(random() * total * 0.6)),
    user: known ? `user${Math.floor(random() * total * 0.2)}@example.test` : null,
    level: random() < 0.8 ? "playback" : "dxa",
    reason: "recorded",
    status: n > total - 200 ? "live" : "ended",
    startedAt,
    lastAt: startedAt + ms,
    receivedAt: startedAt + ms,
    expiresAt: startedAt + ms + 95 * 24 * 60 * MINUTE_MS,
    pages: visits,
    navigations: 0,
    clicks: Math.floor(40 * random() ** 3),
    inputs: Math.floor(6 * random() ** 3),
    errors: failed ? 1 + Math.floor(3 * random()) : 0,
    rages: random() < 0.02 ? 1 : 0,
    deads: random() < 0.06 ? 1 : 0,
    events: 500,
    wireBytes: 80_000,
    chunks: 1,
    entryUrl,
    lastUrl: `https://shop.example${trail.findLast(([, kind]) => kind === "page")[2]}`,
    title: `${pick(WORDS)} ${pick(WORDS)}`,
    country: skewed(COUNTRIES),
    city: `City ${Math.floor(300 * random() ** 2)}`,
    browser: skewed(BROWSERS),
    browserVersion: "140",
    os: pick(SYSTEMS[device]),
    device,
    maskedIp: "203.0.113.0",
    redactions: [],
    quarantine: "none",
    version: 1,
    pinnedAt: random() < 0.0005 ? startedAt : null,
    pinnedBy: null,
    pinReason: null,
    segment: "everyone",
    place: 0,
  };
  return { session, trail, tags: random() < 0.001 ? ["bug"] : [] };
}

const COLUMNS = {
  tenant: "tenant",
  id: "id",
  environment: "environment",
  visitor: "visitor",
  user: "user",
  level: "level",
  reason: "reason",
  status: "status",
  startedAt: "started_at",
  lastAt: "last_at",
  receivedAt: "received_at",
  expiresAt: "expires_at",
  pages: "pages",
  navigations: "navigations",
  clicks: "clicks",
  inputs: "inputs",
  errors: "errors",
  rages: "rages",
  deads: "deads",
  events: "events",
  wireBytes: "wire_bytes",
  chunks: "chunks",
  entryUrl: "entry_url",
  lastUrl: "last_url",
  title: "title",
  country: "country",
  city: "city",
  browser: "browser",
  browserVersion: "browser_version",
  os: "os",
  device: "device",
  maskedIp: "masked_ip",
  redactions: "redactions",
  quarantine: "quarantine",
  version: "version",
  pinnedAt: "pinned_at",
  segment: "segment",
  place: "place",
};

/** Writes sessions straight into the file of a local D1 that nobody has open. */
export function fill(file, total) {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000");
  const names = Object.keys(COLUMNS);
  const insert = db.prepare(
    `INSERT INTO sessions (${names.map((name) => COLUMNS[name]).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  const trails = db.prepare(
    "INSERT INTO session_trails (tenant, session, started_at, trail, cut) VALUES (?, ?, ?, ?, 0)",
  );
  const tagged = db.prepare("INSERT INTO session_tags (tenant, session, tag, actor, at) VALUES (?, ?, ?, ?, 0)");
  const search = db.prepare("INSERT INTO session_search (rowid, facets, body, errors) VALUES (?, ?, ?, ?)");
  const seen = db.prepare("INSERT INTO session_seen (tenant, session, actor, place, at) VALUES (?, ?, ?, ?, 0)");
  let before = -1;
  for (let n = 0; n < total; n++) {
    if (n % 20_000 === 0) db.exec(n ? "COMMIT; BEGIN" : "BEGIN");
    const { session, trail, tags } = makeSession(n, total);
    session.place = Math.max(before + 1, placeOf(session.startedAt));
    before = session.place;
    insert.run(...names.map((name) => (name === "redactions" ? "[]" : session[name])));
    trails.run(session.tenant, session.id, session.startedAt, JSON.stringify(trail));
    for (const tag of tags) tagged.run(session.tenant, session.id, tag, ACTOR);
    const { facets, body, errors } = searchDocument({ session, trail, tags, noted: false });
    search.run(session.place, facets, body, errors);
    if (session.tenant === BIG && random() < 0.002) seen.run(BIG, session.id, ACTOR, session.place);
  }
  db.exec("COMMIT");
  db.close();
}
