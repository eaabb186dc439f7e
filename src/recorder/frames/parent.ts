import { EventType, type RecordedEvent } from "../../protocol/events.ts";
import { RECORDER } from "../../protocol/limits.ts";
import { originAllowed } from "../../protocol/origins.ts";
import type { DomLink } from "../dom-extra.ts";
import { listen, stopAll } from "../guard.ts";
import { parse } from "../natives.ts";
import { createTimers } from "../timers.ts";
import { uptime } from "../uptime.ts";
import { createCounter, createFrameIds } from "./ids.ts";
import { BYE, say, wordOf, type Order } from "./messages.ts";
import { frameOf, framesIn } from "./places.ts";

/** A frame that is let in is given so long before another knock counts. Milliseconds; it knocks again later. */
const SETTLE_MS = 1_000;

/** A page in a frame that is being taken in. */
interface Slot {
  frame: HTMLIFrameElement;
  port: MessagePort;
  ids: ReturnType<typeof createFrameIds>;
  /** Nothing counts before the next full snapshot. */
  isWaiting: boolean;
  since: number;
  /** How often it has said too much. */
  excesses: number;
}

/** Takes in what the pages in frames record of themselves, those of the origins on the list; bounded, and with ids of their own. */
export function takeFromFrames(link: DomLink, children: readonly string[]) {
  const slots = new Set<Slot>();
  const timers = createTimers<"again">();
  const next = createCounter();
  let tokens: number = RECORDER.frameBurstBytes;
  let filledAt = uptime();

  const order = ({ port }: Slot, what: Order) => port.postMessage(what);

  const ask = (slot: Slot) => {
    slot.isWaiting = true;
    order(slot, "keyframe");
  };

  const askAgain = () => {
    for (const slot of slots) if (slot.isWaiting) ask(slot);
  };

  const emit = ({ frame }: Slot, data: unknown) => {
    const id = link.id(frame);
    const event: RecordedEvent = { type: EventType.IncrementalSnapshot, data, timestamp: link.now() };
    if (id > 0) link.emit(event, id);
  };

  const close = (slot: Slot) => {
    if (!slots.delete(slot)) return;
    order(slot, "stop");
    slot.port.close();
    const id = link.id(slot.frame);
    if (id > 0 && slot.frame.isConnected) emit(slot, slot.ids.empty(id));
  };

  /** Whether there are bytes left for a text. */
  const take = (bytes: number) => {
    const now = uptime();
    tokens += ((now - filledAt) / 1000) * RECORDER.frameBytesPerSecond;
    tokens = Math.min(RECORDER.frameBurstBytes, tokens);
    filledAt = now;
    if (tokens < bytes) return false;
    tokens -= bytes;
    return true;
  };

  /** A frame has said too much: it has to wait, and begins again with a full snapshot; not for ever. */
  const exceed = (slot: Slot, bytes: number) => {
    const gap = { reason: "rate_limited", batches: 0, bytes, events: 1 };
    link.emit({ type: EventType.Custom, data: { tag: "playhead.gap", payload: gap }, timestamp: link.now() });
    slot.isWaiting = true;
    if (++slot.excesses > RECORDER.frameExcesses) return close(slot);
    timers.set("again", askAgain, RECORDER.frameRestMs);
  };

  const hear = (slot: Slot, text: unknown) => {
    if (!slots.has(slot)) return;
    const id = link.id(slot.frame);
    if (text === BYE || typeof text !== "string" || id <= 0 || !slot.frame.isConnected) return close(slot);
    if (!take(text.length)) return exceed(slot, text.length);
    try {
      const event = parse(text) as RecordedEvent;
      if (event.type === EventType.FullSnapshot) slot.isWaiting = false;
      if (slot.isWaiting) return;
      for (const data of slot.ids.convert(event, id)) emit(slot, data);
    } catch {
      // No recorder says that.
      close(slot);
    }
  };

  const welcome = ({ source, origin }: MessageEvent) => {
    const frame = frameOf(source);
    // One that is not recorded yet, since the frame around it is on its way, knocks again.
    if (!frame || link.id(frame) <= 0 || slots.size >= RECORDER.frames) return;
    for (const slot of slots) {
      if (slot.frame !== frame) continue;
      // It has knocked and was called at once: the channel is on its way.
      if (slot.isWaiting && uptime() - slot.since < SETTLE_MS) return;
      close(slot);
    }
    const { port1, port2 } = new MessageChannel();
    const ids = createFrameIds(next, RECORDER.frameNodes);
    const slot: Slot = { frame, port: port1, ids, isWaiting: true, since: uptime(), excesses: 0 };
    slots.add(slot);
    port1.addEventListener("message", ({ data }) => link.work(() => hear(slot, data)));
    port1.start();
    say(source as Window, "hello", origin, [port2]);
  };

  /**
   * Says to the page in a frame that it may knock, when its address is one of the list. One that is on its way to its address can
   * still be looked into; it knocks by itself.
   */
  const call = (frame: HTMLIFrameElement) => {
    const origin = URL.canParse(frame.src) ? new URL(frame.src).origin : "";
    if (originAllowed(children, origin) && frame.contentWindow && !frame.contentDocument)
      say(frame.contentWindow, "call", origin);
  };

  /** Frames that have knocked before anybody listened, or before they were recorded themselves. */
  const callOthers = () => {
    const known = new Set([...slots].map(({ frame }) => frame));
    for (const frame of framesIn(document)) if (!known.has(frame)) call(frame);
  };

  const stop = stopAll([
    timers.clear,
    () => {
      for (const slot of slots) order(slot, "stop");
      for (const { port } of slots) port.close();
      slots.clear();
    },
    listen(window, "message", (event) => {
      if (wordOf(event as MessageEvent, children) === "knock") welcome(event as MessageEvent);
    }),
    listen(document, "load", ({ target }) => {
      if ((target as Element | null)?.localName === "iframe") call(target as HTMLIFrameElement);
    }),
  ]);

  return {
    see({ type, data }: RecordedEvent) {
      const isKeyframe = type === EventType.FullSnapshot;
      if (isKeyframe) for (const slot of slots) ask(slot);
      if (isKeyframe || (data as { isAttachIframe?: boolean }).isAttachIframe) callOthers();
    },
    stop,
  };
}
