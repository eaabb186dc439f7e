import {
  EventType,
  IncrementalSource,
  MouseInteraction,
  customPayload,
  type RecordedEvent,
} from "../../../protocol/events.ts";
import { isLoose, textOf } from "../../../protocol/privacy/treatment.ts";
import { Dom, type DomNode } from "./dom.ts";
import { locatorOf, meant } from "./locator.ts";
import { FIELD } from "./names.ts";
import { optionFor, parameterName, valueFor } from "./parameters.ts";

/** Something that the visitor did, as a test does it. `tab` counts from 0; `target` is what stands behind the page. */
export type Step =
  | { kind: "open"; tab: number; url: string }
  /** A new address that follows from what was done before. */
  | { kind: "arrive"; tab: number; url: string }
  | { kind: "back"; tab: number; url: string }
  | { kind: "size"; tab: number; width: number; height: number }
  | { kind: "click"; tab: number; target: string; times: 1 | 2 }
  | { kind: "fill"; tab: number; target: string; name: string; value: string }
  | { kind: "choose"; tab: number; target: string; name: string; option: number }
  | { kind: "file"; tab: number; target: string };

/** A page that comes this soon after a click comes from it. Milliseconds. */
const FOLLOWS_MS = 10_000;
/** The click on a label and the one on its field are one. */
const SAME_CLICK_MS = 50;
/** A click that comes this long after a press is not by it. */
const PRESS_MS = 1_500;
const TOUCH_START = 7;
const CLICKED = /^(?:checkbox|radio|button|submit|reset|image)$/;

interface Lane {
  dom: Dom;
  tab: number;
  url: string;
  pressedAt: number;
  focused: number;
  lastClick: { at: number; node: DomNode } | null;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : url;
}

/** Makes steps of the events of a session, which come in the player's order. */
export class StepMaker {
  readonly steps: Step[] = [];
  private readonly lanes = new Map<string, Lane>();
  private readonly tabs: string[] = [];
  /** When each tab last did something that may lead to another page. */
  private readonly acted = new Map<number, number>();
  private readonly sizes = new Map<number, string>();

  take(page: string, tab: string, event: RecordedEvent): void {
    const lane = this.laneOf(page, tab);
    const { type, data, timestamp } = event;
    if (!isLoose(data)) return;
    if (type === EventType.FullSnapshot) lane.dom.reset(data["node"]);
    else if (type === EventType.Meta) this.size(lane, data["width"], data["height"]);
    else if (type === EventType.Custom) this.custom(lane, event);
    else if (type === EventType.IncrementalSnapshot) {
      const { source } = data;
      if (source === IncrementalSource.Mutation) lane.dom.mutate(data);
      else if (source === IncrementalSource.MouseInteraction) this.mouse(lane, data, timestamp);
      else if (source === IncrementalSource.Input) this.input(lane, data, timestamp);
      else if (source === IncrementalSource.ViewportResize) this.size(lane, data["width"], data["height"]);
    }
  }

  private laneOf(page: string, tab: string): Lane {
    let lane = this.lanes.get(page);
    if (lane) return lane;
    if (!this.tabs.includes(tab)) this.tabs.push(tab);
    lane = { dom: new Dom(), tab: this.tabs.indexOf(tab), url: "", pressedAt: -Infinity, focused: 0, lastClick: null };
    this.lanes.set(page, lane);
    return lane;
  }

  private custom(lane: Lane, event: RecordedEvent): void {
    const page = customPayload(event, "playhead.page");
    if (page) this.opened(lane, textOf(page.url), event.timestamp);
    const moved = customPayload(event, "playhead.navigation");
    if (!moved || moved.how === "title") return;
    const url = textOf(moved.url);
    if (pathOf(url) === pathOf(lane.url)) return;
    lane.url = url;
    const follows = event.timestamp - (this.acted.get(lane.tab) ?? -Infinity) < FOLLOWS_MS;
    this.steps.push({ kind: moved.how === "pop" && !follows ? "back" : "arrive", tab: lane.tab, url });
  }

  private opened(lane: Lane, url: string, at: number): void {
    const { tab } = lane;
    const follows = at - (this.acted.get(tab) ?? -Infinity) < FOLLOWS_MS;
    lane.url = url;
    this.acted.delete(tab);
    this.steps.push({ kind: follows ? "arrive" : "open", tab, url });
  }

  private size({ tab }: Lane, width: unknown, height: unknown): void {
    if (typeof width !== "number" || typeof height !== "number") return;
    const text = `${width}x${height}`;
    if (this.sizes.get(tab) === text) return;
    this.sizes.set(tab, text);
    const step: Step = { kind: "size", tab, width, height };
    // A tab has its size before its first page.
    const first = this.steps.findIndex((each) => each.tab === tab);
    const before = this.steps.some((each) => each.tab === tab && each.kind === "size");
    if (before || first < 0) this.steps.push(step);
    else this.steps.splice(first, 0, step);
  }

  private mouse(lane: Lane, data: Record<string, unknown>, at: number): void {
    const node = lane.dom.find(data["id"] as number);
    const { type } = data;
    if (type === MouseInteraction.MouseDown || type === TOUCH_START) lane.pressedAt = at;
    else if (type === MouseInteraction.Focus) lane.focused = Number(data["id"]);
    else if (type === MouseInteraction.DblClick) this.double(lane.tab);
    if (type === MouseInteraction.Click && node) this.click(lane, meant(node), at);
  }

  private click(lane: Lane, node: DomNode, at: number): void {
    const { tab, lastClick } = lane;
    lane.lastClick = { at, node };
    // A label clicks its field; the test's browser does that as well.
    if (lastClick && at - lastClick.at < SAME_CLICK_MS && lastClick.node.tag === "label" && FIELD.test(node.tag))
      return;
    const type = (node.attributes.get("type") ?? (node.tag === "button" ? "submit" : "")).toLowerCase();
    // By a script of the page, which will do it again; by the keyboard it has the focus, or sends a form.
    const byHand = at - lane.pressedAt < PRESS_MS;
    if (!byHand && lane.focused !== node.id && type !== "submit") return;
    this.acted.set(tab, at);
    if (type === "file") return void this.steps.push({ kind: "file", tab, target: locatorOf(node) });
    this.steps.push({ kind: "click", tab, target: locatorOf(node), times: 1 });
  }

  /** The two clicks before it are one. */
  private double(tab: number): void {
    const [one, two] = this.steps.slice(-2);
    if (one?.kind !== "click" || two?.kind !== "click" || one.target !== two.target || two.tab !== tab) return;
    this.steps.splice(-2, 2, { ...two, times: 2 });
  }

  private input(lane: Lane, data: Record<string, unknown>, at: number): void {
    const node = lane.dom.find(data["id"] as number);
    const type = (node?.attributes.get("type") ?? "").toLowerCase();
    // Boxes and buttons are clicked; what has not the focus was filled by the page.
    if (!node || !FIELD.test(node.tag) || CLICKED.test(type) || type === "file" || type === "hidden") return;
    if (lane.focused !== node.id && data["userTriggered"] !== true) return;
    const { tab } = lane;
    const target = locatorOf(node);
    this.acted.set(tab, at);
    // Each letter is an event; what counts is the last one. The click that put the caret there is part of it.
    const last = this.steps.at(-1);
    const sameTarget = last && "target" in last && last.tab === tab && last.target === target;
    if (sameTarget && last.kind !== "file") this.steps.pop();
    const name = parameterName(node);
    if (node.tag === "select") this.steps.push({ kind: "choose", tab, target, name, option: optionFor(node) });
    else this.steps.push({ kind: "fill", tab, target, name, value: valueFor(node, textOf(data["text"])) });
  }
}
