import type { RecordedEvent } from "../../../../src/protocol/events.ts";
import { element, incremental, keyframe, retext, text, type Recorded } from "../recordings.ts";
import type { Row } from "./elements.ts";

/** A recording, with how many payloads it carries and how many elements have to be left of them. */
export interface Attack {
  recorded: Recorded;
  payloads: number;
  /** Elements with `data-payload` that must be on the page after it. */
  hosts: number;
}

/** The text that says the recording was played to its end. */
export const MARKER = "after";
const MARKER_ID = 99;

/** Writes one recording: gives out ids, counts payloads, and names each by the place it is put in. */
export class Writer {
  payloads = 0;
  hosts = 0;
  readonly body: object[] = [element(98, "p", { id: "marker" }, [text(MARKER_ID, "before")])];
  readonly events: object[] = [];
  private id = 100;

  private readonly evil: string;
  private readonly name: string;

  constructor(evil: string, name: string) {
    this.evil = evil;
    this.name = name;
  }

  next(): number {
    return ++this.id;
  }

  /** The value with addresses and scripts that say which payload they belong to. */
  arm<T>(value: T, place: string): T {
    const mark = `${this.name}-${place}-${++this.payloads}`;
    const json = JSON.stringify(value).replaceAll("EVIL", `${this.evil}/${mark}`);
    return JSON.parse(json.replaceAll("RUN", `top.hit='${mark}'`)) as T;
  }

  element(row: Row, more: object = {}): object {
    const [tag, attributes = {}, words] = row;
    const children = words === undefined ? [] : [text(this.next(), words)];
    return { ...element(this.next(), tag, attributes, children), ...more };
  }

  /** An element that stays, whatever becomes of what is in it. */
  host(children: object[], tag = "div", attributes: object = {}, more: object = {}): { id: number } & object {
    this.hosts++;
    return { ...element(this.next(), tag, { "data-payload": "", ...attributes }, children), ...more } as never;
  }

  change(part: object): void {
    this.events.push(incremental(0, { source: 0, adds: [], removes: [], texts: [], attributes: [], ...part }));
  }

  /** A change adds one node at a time, its children after it. */
  add(parentId: number, node: object): void {
    const { childNodes = [], ...alone } = node as { id: number; childNodes?: object[] };
    this.change({ adds: [{ parentId, nextId: null, node: { ...alone, childNodes: [] } }] });
    for (const child of childNodes) this.add(alone.id, child);
  }

  finish(): Attack {
    const { payloads, hosts } = this;
    const events = this.events.map((each, index) => ({
      ...each,
      ...("timestamp" in each && typeof each.timestamp === "number"
        ? { timestamp: each.timestamp + 100 + (700 * index) / this.events.length }
        : {}),
    }));
    const page = [...keyframe(0, "p{color:red}", this.body), ...events, retext(900, MARKER_ID, MARKER)];
    return { recorded: { page: page as RecordedEvent[] }, payloads, hosts };
  }
}

/** The id of the body of every recording. */
export const BODY = 6;
export const SVG_TAG = { isSVG: true };
