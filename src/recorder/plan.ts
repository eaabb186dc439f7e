import type { CollectionLevel } from "../protocol/levels.ts";
import type { Directions, IdentitySource, StartResponse, Watch } from "../protocol/start.schema.ts";

/** What a decision means for this document. */
export interface Plan {
  level: CollectionLevel;
  reason: string;
  watch: Watch;
  identity: IdentitySource | undefined;
  /** Path of the capture chunk, when the DOM is to be captured. */
  dom: string | undefined;
  /** … and of those that add to it. */
  extras: readonly string[];
  frames: Directions["frames"];
  /** The chunk of signals at dxa and above. */
  signals: Directions["signals"];
  /** What is captured beyond the level is kept in memory, for a later yes. */
  ring: boolean;
  /** Nothing more is asked in this document. */
  final: boolean;
}

/** Before the first decision, and when a visit is over. */
export const NOTHING: Plan = {
  level: "off",
  reason: "",
  watch: {},
  identity: undefined,
  dom: undefined,
  extras: [],
  frames: undefined,
  signals: undefined,
  ring: false,
  final: false,
};

/** `unsupported`: the DOM cannot be captured here, or another document does it, whatever the server says. */
export function planOf(answer: StartResponse, unsupported: boolean | undefined): Plan {
  const { reason, watch = {}, identity, capture, canvas, frames, signals } = answer;
  const level = answer.level === "playback" && (unsupported || !capture) ? "dxa" : answer.level;
  const ring = !!watch.buffer && level !== "playback" && !unsupported && !!capture;
  return {
    level,
    reason,
    watch,
    identity,
    dom: level === "playback" || ring ? capture : undefined,
    extras: [canvas, frames?.path].filter((path) => path !== undefined),
    frames,
    signals,
    ring,
    final: level === "off" && !answer.watch && !identity,
  };
}

/** A plan without the DOM, because of `reason`. */
export function withoutDom(plan: Plan, reason: string): Plan {
  const level = plan.level === "playback" ? "dxa" : plan.level;
  return { ...plan, level, reason, dom: undefined, ring: false };
}

export type Step =
  /** Ends what goes to the server under this page id. */
  | "leave"
  /** Stops capturing the DOM. */
  | "stop_dom"
  /** Begins to send, under a page id. */
  | "open"
  /** The level is another one in the same page. */
  | "tell"
  /** Keeps in memory what is captured beyond the level; or sends, or drops, what was kept. */
  | "keep"
  | "drain"
  | "drop"
  /** Runs the signals of this level, and stops the others. */
  | "signals"
  /** Captures the DOM, from a keyframe on. */
  | "start_dom"
  /** Gives everything back. */
  | "end";

/** How one plan becomes another, in order. */
export function steps(from: Plan, to: Plan): Step[] {
  const [was, is] = [from.level !== "off", to.level !== "off"];
  const left = was && !is;
  const list: Step[] = [];
  if (from.dom && (!to.dom || left)) list.push("stop_dom");
  if (left || (to.final && from !== NOTHING)) list.push("leave");
  if (to.final) return [...list, "end"];
  if (is && !was) list.push("open");
  if (is && was && from.level !== to.level) list.push("tell");
  if (from.ring && !to.ring && !left) list.push(to.level === "playback" ? "drain" : "drop");
  if (to.ring && (!from.ring || left)) list.push("keep");
  list.push("signals");
  if (to.dom && (!from.dom || left)) list.push("start_dom");
  return list;
}
