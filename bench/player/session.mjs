// A long session out of short recordings: each is a page that the visitor spends a minute on.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { uuidv7 } from "../../src/protocol/ids.ts";

export const PAGE_MS = 60_000;
/** A page begins so long before its minute: at the minute its first events have happened. */
const LEAD_MS = 12_000;
/** A batch closes after this long, as the recorder's. */
const BATCH_MS = 5_000;
/** Longer recordings are whole visits, not pages. */
const PAGE_BYTES = 5_000_000;
/** At the moments that are compared stands this one. */
const COMPARED = /shoelace|made/;

/** A page of its own making, for machines without recordings: rows that change. */
function made() {
  let id = 10;
  const text = (textContent) => ({ type: 3, id: id++, textContent });
  const element = (tagName, childNodes = [], attributes = {}) => ({
    type: 2,
    id: id++,
    tagName,
    attributes,
    childNodes,
  });
  const cells = [];
  const row = (n) => {
    const cell = text(`row ${n}`);
    cells.push(cell.id);
    return element("li", [element("span", [cell], { class: "name" }), element("b", [text("value")])]);
  };
  const body = element("body", [
    element(
      "ul",
      Array.from({ length: 1_000 }, (_, n) => row(n)),
    ),
  ]);
  const node = { type: 0, id: 1, childNodes: [element("html", [element("head"), body])] };
  const events = [
    { type: 4, timestamp: 0, data: { href: "https://shop.example/", width: 1280, height: 800 } },
    { type: 2, timestamp: 1, data: { node, initialOffset: { left: 0, top: 0 } } },
  ];
  for (let at = 100; at < 9_000; at += 50)
    events.push({
      type: 3,
      timestamp: at,
      data: {
        source: 0,
        adds: [],
        removes: [],
        attributes: [],
        texts: [{ id: cells[at % cells.length], value: `at ${at}` }],
      },
    });
  return { name: "made", events };
}

/** Pages out of a folder of gzipped lists of events, or of our own making. */
export function readPages(folder) {
  if (!folder) return [made()];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json.gz"))
    .map((name) => ({ name, text: gunzipSync(readFileSync(join(folder, name))) }))
    .filter(({ text }) => text.length < PAGE_BYTES)
    .map(({ name, text }) => ({ name, events: JSON.parse(text) }));
}

function batchesOf(page, events) {
  const batches = [];
  let open = [];
  let since = 0;
  for (const event of events) {
    if (open.length > 0 && event.timestamp - since > BATCH_MS) {
      batches.push(open);
      open = [];
    }
    if (open.length === 0) since = event.timestamp;
    open.push(event);
  }
  if (open.length > 0) batches.push(open);
  return batches.map((list, seq) => ({ page, seq, events: list }));
}

/** Batches of a session of so many pages, in the order they come; `compared` stands on the first, and where `places` (0–1) are. */
export function makeSession(pages, count, places, startedAt) {
  const compared = pages.find(({ name }) => COMPARED.test(name)) ?? pages[0];
  const others = pages.filter((page) => page !== compared);
  const at = new Set(places.map((place) => Math.floor(place * count)));
  return Array.from({ length: count }, (_, n) => {
    const { events } = n === 0 || at.has(n) || others.length === 0 ? compared : others[n % others.length];
    const from = startedAt + Math.max(0, n * PAGE_MS - LEAD_MS);
    const first = events[0].timestamp;
    const page = uuidv7(from);
    const moved = events.map((event) => ({
      ...event,
      timestamp: from + Math.min(event.timestamp - first, PAGE_MS - 1),
    }));
    const url = `https://shop.example/page-${n}`;
    const opened = {
      type: 5,
      timestamp: from,
      data: {
        tag: "playhead.page",
        payload: {
          url,
          title: `Page ${n}`,
          referrer: "",
          tab: "tab",
          viewport: { width: 1280, height: 800 },
          screen: { width: 1280, height: 800, density: 1 },
          language: "en",
          recorder: "bench",
        },
      },
    };
    const last =
      n === count - 1
        ? [{ type: 3, timestamp: startedAt + count * PAGE_MS, data: { source: 3, id: 1, x: 0, y: 0 } }]
        : [];
    return batchesOf(page, [opened, ...moved, ...last]);
  }).flat();
}
