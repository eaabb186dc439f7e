import { EventType, type RecordedEvent } from "../events.ts";
import { LIMITS } from "../limits.ts";
import { attributeKind } from "./attribute-table.ts";
import { SECRET_KINDS, redactSecrets, type SecretKind } from "./secrets.ts";
import { isLoose, type Loose, textOf } from "./treatment.ts";

/** How many secrets of one kind were taken out at one place of a recording. */
export interface Redacted {
  kind: SecretKind;
  /** `text`, `attribute:title`, `url`, `css`, `track.properties`, … */
  place: string;
  count: number;
}

/** Counts by kind and place, up to `LIMITS.redactedRows` of them; what comes after that is counted under the place `other`. */
export class RedactionCount {
  private readonly rows = new Map<string, Redacted>();

  add(kind: SecretKind, place: string, times = 1): void {
    // For each kind a row is left to count the rest in: none is lost.
    const room = this.rows.size < LIMITS.redactedRows - SECRET_KINDS.length || this.rows.has(kind + place);
    const at = room ? place : "other";
    const row = this.rows.get(kind + at);
    if (row) row.count += times;
    else this.rows.set(kind + at, { kind, place: at, count: times });
  }

  list(): Redacted[] {
    return [...this.rows.values()];
  }
}

/** What was taken out of a session so far, with what was taken out of one more batch. */
export function addRedactions(before: readonly Redacted[], more: readonly Redacted[]): Redacted[] {
  const sum = new RedactionCount();
  for (const { kind, place, count } of [...before, ...more]) sum.add(kind, place, count);
  return sum.list();
}

/** Drawings, where runs of digits are normal. */
const DRAWING =
  /^(?:d|points|values|keySplines|keyTimes|tableValues|transform|viewBox|stroke-dasharray|_cssText|style)$/;
/** Levels that are looked into: more than a batch may have, `LIMITS.batchDepth`. */
const DEPTH_MAX = 600;

/** The least number with the digits of a card. */
const CARD_MIN = 1e12;

/** The key of a file may be digits only, and look like a card's. */
const KEY = /(#ph=[0-9a-f]{16})(?![0-9a-f])/;

interface Pass {
  count: RedactionCount;
  changed: boolean;
}

function redactString(text: string, place: string, pass: Pass): string {
  if (text.length < 6 || (text.startsWith("data:") && text.length > 64)) return text;
  // The site names its visitors as it likes; with addresses taken out all of them would be one.
  const redaction = redactSecrets(text, place === "identify.user" ? ["email"] : []);
  for (const kind of redaction.found) pass.count.add(kind, place);
  if (redaction.text !== text) pass.changed = true;
  return redaction.text;
}

/** A number may be a card's as well. Only in what the site hands over: elsewhere numbers are ids, times and places. */
function redactNumber(value: number, place: string, pass: Pass): number | null {
  if (value < CARD_MIN || !Number.isSafeInteger(value) || !place.includes(".")) return value;
  return redactString(String(value), place, pass) === String(value) ? value : null;
}

function redactIn(value: unknown, place: string, pass: Pass, depth: number): unknown {
  if (typeof value === "string") return redactString(value, place, pass);
  if (typeof value === "number") return redactNumber(value, place, pass);
  if (typeof value !== "object" || value === null || depth > DEPTH_MAX) return value;
  const holder = value as Loose;
  for (const key of Object.keys(holder)) {
    const old = holder[key];
    const next = redactIn(old, place, pass, depth + 1);
    if (next !== old && key !== "__proto__") holder[key] = next;
  }
  return value;
}

function redactAttributes(attributes: Loose, pass: Pass): void {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value !== "string" || DRAWING.test(name) || name === "__proto__") continue;
    const kind = attributeKind(name);
    const place = kind === "url" ? "url" : `attribute:${kind ? name : "other"}`;
    const next = value
      .split(KEY)
      .map((part, i) => (i % 2 ? part : redactString(part, place, pass)))
      .join("");
    if (next !== value) attributes[name] = next;
  }
}

/** A serialised node and what is in it. Style sheets are the site's, and full of digits. */
function redactNode(node: unknown, inStyle: boolean, pass: Pass): void {
  if (!isLoose(node)) return;
  if (isLoose(node["attributes"])) redactAttributes(node["attributes"], pass);
  if (typeof node["textContent"] === "string" && !inStyle) {
    const next = redactString(node["textContent"], "text", pass);
    if (next !== node["textContent"]) node["textContent"] = next;
  }
  if (Array.isArray(node["childNodes"]))
    for (const child of node["childNodes"]) redactNode(child, node["tagName"] === "style", pass);
}

function redactMutation(data: Loose, pass: Pass): void {
  const each = (key: string, run: (item: Loose) => void) => {
    if (Array.isArray(data[key])) data[key].forEach((item) => isLoose(item) && run(item));
  };
  each("adds", ({ node }) => redactNode(node, isLoose(node) && node["ph"] === "css", pass));
  each("texts", (item) => {
    if (typeof item["value"] === "string" && item["ph"] !== "css")
      item["value"] = redactString(item["value"], "text", pass);
  });
  each("attributes", ({ attributes }) => isLoose(attributes) && redactAttributes(attributes, pass));
}

function redactIncremental(data: Loose, pass: Pass): void {
  if (data["source"] === 0) redactMutation(data, pass);
  else if (data["source"] === 5) redactIn(data, "input", pass, 0);
  // The rest is numbers and style sheets.
}

/**
 * Takes secrets out of every text of an event, in place, and counts them by where they stood. Style sheets, drawings and `data:`
 * addresses are left: runs of digits are normal there. `true`: something was taken out.
 */
export function redactEvent(event: RecordedEvent, count: RedactionCount): boolean {
  const pass: Pass = { count, changed: false };
  const { type } = event;
  const data = event.data as Loose;
  if (!isLoose(data)) return false;
  if (type === EventType.FullSnapshot) redactNode(data["node"], false, pass);
  else if (type === EventType.IncrementalSnapshot) redactIncremental(data, pass);
  else if (type === EventType.Meta) redactIn(data, "url", pass, 0);
  else if (type === EventType.Plugin) redactIn(data["payload"], textOf(data["plugin"]).slice(0, 32), pass, 0);
  else if (type === EventType.Custom && isLoose(data["payload"])) {
    const payload = data["payload"];
    const tag = textOf(data["tag"]).replace("playhead.", "").slice(0, 32);
    for (const key of Object.keys(payload))
      if (key !== "__proto__") payload[key] = redactIn(payload[key], `${tag}.${key}`, pass, 0);
  }
  return pass.changed;
}
