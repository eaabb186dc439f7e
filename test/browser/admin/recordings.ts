import type { RecordedEvent } from "../../../src/protocol/events.ts";

/*
 * Small recordings made by hand: what a test needs to see and nothing else. Times are milliseconds since the session began.
 */

export const STARTED_AT = Date.UTC(2026, 10, 21, 12);

export function event(at: number, type: number, data: object): RecordedEvent {
  return { type, timestamp: STARTED_AT + at, data };
}

export function incremental(at: number, data: object): RecordedEvent {
  return event(at, 3, data);
}

export function custom(at: number, tag: string, payload: object): RecordedEvent {
  return event(at, 5, { tag, payload });
}

export function element(id: number, tagName: string, attributes: object = {}, childNodes: object[] = []): object {
  return { type: 2, id, tagName, attributes, childNodes };
}

export function text(id: number, textContent: string): object {
  return { type: 3, id, textContent };
}

/** A document: `css` in its head, `body` in its body. Ids below 10 are taken. */
export function keyframe(at: number, css: string, body: object[], size = { width: 640, height: 400 }): RecordedEvent[] {
  const head = element(4, "head", {}, [element(5, "style", { _cssText: css })]);
  const html = element(3, "html", { lang: "en" }, [head, element(6, "body", {}, body)]);
  const node = { type: 0, id: 1, childNodes: [{ type: 1, id: 2, name: "html", publicId: "", systemId: "" }, html] };
  return [
    event(at, 4, { href: "https://shop.example/", ...size }),
    event(at, 2, { node, initialOffset: { left: 0, top: 0 } }),
  ];
}

/** A change of one text. */
export function retext(at: number, id: number, value: string): RecordedEvent {
  return incremental(at, { source: 0, adds: [], removes: [], attributes: [], texts: [{ id, value }] });
}

/** A session: the events of each of its documents, in order. */
export interface Recorded {
  [page: string]: RecordedEvent[];
}
