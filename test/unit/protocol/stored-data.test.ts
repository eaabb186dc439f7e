import { readFileSync } from "node:fs";
import { getTableColumns } from "drizzle-orm";
import { expect, it } from "vitest";
import { STORED_DATA_FILE, storedDataText } from "../../../scripts/stored-data.mjs";
import { RECORDING_TABLES } from "../../../src/durable-objects/recording-tables.ts";
import { TENANT_TABLES } from "../../../src/durable-objects/tenant-tables.ts";
import { newPrivacy } from "../../../src/protocol/index.ts";
import { SOURCE_WORDS, TAG_WORDS, TYPE_WORDS, eventWords } from "../../../src/protocol/event-fields.ts";
import { OBJECT_TABLES } from "../../../src/protocol/object-tables.ts";
import { CUSTOM_SHAPES } from "../../../src/protocol/privacy/custom-shapes.ts";
import { filterEvent } from "../../../src/protocol/privacy/filter.ts";
import { SIGNAL_SHAPES } from "../../../src/protocol/privacy/signal-shapes.ts";
import * as listFields from "../../../src/protocol/list-fields.ts";
import * as fields from "../../../src/protocol/session-fields.ts";
import { sessionAssets } from "../../../src/storage/asset-tables.ts";
import * as lists from "../../../src/storage/list-tables.ts";
import * as tables from "../../../src/storage/index-tables.ts";

it.each([
  ["sessions", tables.sessions, fields.SESSION_FIELDS],
  ["session_trails", tables.sessionTrails, listFields.TRAIL_FIELDS],
  ["session_tags", lists.sessionTags, listFields.TAG_FIELDS],
  ["session_seen", lists.sessionSeen, listFields.SEEN_FIELDS],
  ["pages", tables.pages, fields.PAGE_FIELDS],
  ["chunks", tables.chunks, fields.CHUNK_FIELDS],
  ["session_assets", sessionAssets, fields.FILE_FIELDS],
  ["identities", tables.identities, fields.JOINED_FIELDS],
  ["activity", tables.activity, fields.ACTIVITY_FIELDS],
  ["shares", tables.shares, fields.SHARE_FIELDS],
  ["notes", tables.notes, fields.NOTE_FIELDS],
] as const)("every column of %s is documented, and nothing else", (_name, table, { fields: words }) => {
  expect(Object.keys(words).toSorted()).toEqual(Object.keys(getTableColumns(table)).toSorted());
});

it("every event of ours is documented with all its fields, and nothing else", () => {
  const documented = Object.entries(TAG_WORDS).map(([tag, words]) => [tag, Object.keys(words.fields ?? {})]);
  const stored = Object.entries({ ...CUSTOM_SHAPES, ...SIGNAL_SHAPES }).map(([tag, shapes]) => [
    `playhead.${tag}`,
    Object.keys(shapes),
  ]);
  const sorted = (all: unknown[][]) => all.map((row) => [row[0], (row[1] as string[]).toSorted()]).toSorted();
  // The milliseconds of a form, and what else may be absent, are among them.
  expect(sorted(documented)).toEqual(sorted(stored));
});

/** Whether the fence lets such an event pass. */
function passes(event: { type: number; data: unknown }): boolean {
  return filterEvent({ ...event, timestamp: 1 }, { ...newPrivacy(), canvas: true }, undefined, () => {}) !== null;
}

it("every kind of event that can be stored is documented, and nothing else", () => {
  const numbers = Array.from({ length: 40 }, (_, number) => number);
  const sources = numbers.filter((source) => passes({ type: 3, data: { source } }));
  expect(Object.keys(SOURCE_WORDS).map(Number)).toEqual(sources);
  const node = { type: 0, id: 1, childNodes: [] };
  const payload = { level: "info", payload: [] };
  const data = { source: 0, node, tag: "playhead.track", payload, plugin: "rrweb/console@1", href: "" };
  expect(Object.keys(TYPE_WORDS).map(Number)).toEqual(numbers.filter((type) => passes({ type, data: { ...data } })));
});

it("every table of the objects is documented, and nothing else", () => {
  const names = (sql: string, object: string) =>
    [...sql.matchAll(/CREATE TABLE IF NOT EXISTS (\w+)/g)].map(([, name]) => `${object}.${name}`);
  const known = [...names(RECORDING_TABLES, "recording"), ...names(TENANT_TABLES, "tenant")];
  const documented = Object.keys(OBJECT_TABLES.fields).filter((name) => !name.startsWith("bucket"));
  expect(documented.toSorted()).toEqual(known.toSorted());
});

it("an event is told by its tag, else by its source or type, and an unknown one is told as such", () => {
  expect(eventWords({ type: 5, data: { tag: "playhead.track" } }).name).toBe("Custom event");
  expect(eventWords({ type: 3, data: { source: 5 } }).name).toBe("Input");
  expect(eventWords({ type: 2, data: {} }).name).toBe("Keyframe");
  for (const odd of [{ type: 99 }, { type: "constructor" }, {}]) expect(eventWords(odd).name).toBe("Unknown");
});

it("the page of the documentation is current: `node scripts/stored-data.mjs` writes it", () => {
  expect(readFileSync(STORED_DATA_FILE, "utf8")).toBe(storedDataText());
});
