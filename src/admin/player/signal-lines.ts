import { customPayload, customTag, type RecordedEvent } from "../../protocol/events.ts";
import { pathOf } from "../format/address.ts";
import { isNumber } from "./shapes.ts";
import { looseEvent, readSignal, scriptPlace } from "./signals.ts";
import type { Line } from "./timeline.ts";

/** Texts of a recording are cut here: a line shows less. */
export const TEXT_CHARS = 200;

export function text(value: unknown): string {
  return typeof value === "string" ? value.slice(0, TEXT_CHARS) : "";
}

function whole(value: unknown): number {
  return isNumber(value) ? Math.max(0, Math.round(value)) : 0;
}

const FORM_ACTIONS: Record<string, string> = {
  focus: "entered",
  change: "changed",
  submit: "sent",
  invalid: "not accepted",
  abandon: "left without sending",
};

function formLine(event: RecordedEvent): Line {
  const { form, field, action, ms } = customPayload(event, "playhead.form") ?? {};
  const what = text(field) || text(form) || "Form";
  const done = FORM_ACTIONS[text(action)] ?? text(action);
  const seconds = isNumber(ms) && ms > 0 ? ` · ${(ms / 1_000).toFixed(1)} s` : "";
  const of = text(field) && text(form) ? `in ${text(form)}` : text(field) ? "a field" : "the form";
  const failed = action === "abandon" || action === "invalid";
  return { kind: "form", text: `${what} ${done}`.trim(), detail: `${of}${seconds}`, ...(failed && { failed }) };
}

export const VITALS: Record<string, string> = {
  TTFB: "time to the first byte",
  FCP: "time to the first content",
  LCP: "time to the largest content",
  CLS: "how much the layout moved",
  INP: "time to answer an interaction",
};

/** A vital with its unit: CLS has none, the others are milliseconds. */
export function vitalText(name: string, value: number): string {
  if (name === "CLS") return value.toFixed(3).replace(/\.?0+$/, "");
  return value < 1_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(2)} s`;
}

function errorLine(event: RecordedEvent): Line {
  const { payload } = looseEvent(event)!;
  return {
    kind: "error",
    text: [text(payload["name"]) || "Error", text(payload["message"])].filter(Boolean).join(": ").slice(0, TEXT_CHARS),
    detail: scriptPlace(payload).slice(0, TEXT_CHARS),
  };
}

/** Of the console and the network only what went wrong is an event; the panes have all of it. */
function troubleLine(event: RecordedEvent): Line | null {
  const signal = readSignal("", event);
  if (signal?.kind === "console" && (signal.level === "error" || signal.level === "warn"))
    return { kind: "console", text: text(signal.message), detail: signal.level === "warn" ? "warning" : "error" };
  if (signal?.kind === "request" && signal.failed) {
    const outcome = signal.status ? `answered ${signal.status}` : "got no answer";
    return {
      kind: "request",
      text: `${signal.method ?? ""} ${pathOf(signal.url)}`.trim().slice(0, TEXT_CHARS),
      detail: outcome,
    };
  }
  return null;
}

export const LEVEL_WORDS: Record<string, string> = {
  off: "Nothing more of this page is recorded",
  engagement: "From here on engagement only",
  dxa: "From here on without a picture (dxa)",
  playback: "From here on with a picture",
};

export const LEVEL_REASONS: Record<string, string> = {
  recorded: "the settings say so",
  not_started: "the page has not called playhead.start()",
  unsupported_browser: "the browser cannot record the page",
  capture_failed: "recording the page failed in this browser",
  page_too_large: "the page has too many elements",
  too_slow: "recording took too much of the page's time",
  too_much: "the page changed more than can be sent",
  queue_full: "too much was waiting for the server",
  calm: "the page is calm again",
};

/** The line of what the recorder's signals tell; `null` for all other events. Shapes are the recorder's word: read with care. */
export function signalLine(event: RecordedEvent): Line | null {
  switch (customTag(event)) {
    case "playhead.click": {
      const click = customPayload(event, "playhead.click");
      return { kind: "click", text: text(click?.name) || "Click", detail: text(click?.tag), named: true };
    }
    case "playhead.depth":
      return {
        kind: "depth",
        text: `Scrolled to ${Math.min(100, whole(customPayload(event, "playhead.depth")?.percent))} %`,
        detail: "of the page",
      };
    case "playhead.form":
      return formLine(event);
    case "playhead.rage": {
      const rage = customPayload(event, "playhead.rage");
      return {
        kind: "rage",
        text: text(rage?.name) || "Somewhere on the page",
        detail: `${whole(rage?.clicks)} quick clicks that changed nothing`,
      };
    }
    case "playhead.dead":
      return {
        kind: "dead",
        text: text(customPayload(event, "playhead.dead")?.name) || "Somewhere on the page",
        detail: "clicked, and nothing happened",
      };
    case "playhead.error":
      return errorLine(event);
    case "playhead.vital": {
      const vital = customPayload(event, "playhead.vital");
      const name = text(vital?.name);
      const value = isNumber(vital?.value) ? vitalText(name, vital.value) : "unknown";
      return { kind: "vital", text: `${name} ${value}`, detail: VITALS[name] ?? "" };
    }
    case "playhead.level": {
      const level = customPayload(event, "playhead.level");
      const words = LEVEL_WORDS[text(level?.level)] ?? `Level ${text(level?.level)}`;
      return { kind: "level", text: words, detail: LEVEL_REASONS[text(level?.reason)] ?? text(level?.reason) };
    }
    default:
      return troubleLine(event);
  }
}
