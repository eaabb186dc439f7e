import { Replayer } from "@rrweb/replay";
import "@rrweb/replay/dist/style.css";
import { EventType, IncrementalSource, type RecordedEvent } from "../../protocol/events.ts";
import { takeSheets, type SheetOwner } from "./constructed-sheets.ts";
import { defineElements, definedBy } from "./custom-elements.ts";
import { createFingers } from "./fingers.ts";
import { renameForeign, tellsForeign } from "./foreign-names.ts";
import { FOCUS_RING, STATES } from "./css-states.ts";
import { guardMutation, type Mutation, type NamedNodes } from "./mutation-guard.ts";
import { NOT_KEPT_RULE } from "./not-kept.ts";
import { barRules, ownBar } from "./own-bar.ts";
import { FULL_RULES, createPageState, tellsState } from "./page-state.ts";
import type { Picture, PictureHandlers } from "./picture.ts";
import { STATE } from "./state-attributes.ts";
import { rootsIn } from "./roots.ts";
import { SLICE_MS, turn } from "./turn.ts";
import { wholeStyles, type StyledNodes } from "./style-changes.ts";

/*
 * The only place that knows rrweb's player. Its timer and its list of events are not used: this product has one clock for all
 * documents of a session, so events are applied here when their time has come. Pinned to 2.1.6, whose inner parts named
 * in `Inner` are used; each use says why.
 */

interface Mirror {
  getNode(id: number): Node | null;
  getId(node: Node): number;
  replace(id: number, node: Node): void;
}

/** The parts of rrweb 2.1.6's `Replayer` that are used here. */
interface Inner extends Omit<SheetOwner, "virtualDom" | "getMirror"> {
  wrapper: HTMLElement;
  mouse: HTMLElement;
  virtualDom: { scrollData: unknown; mirror: NamedNodes & StyledNodes };
  mediaManager: object;
  cache: object;
  hoverElements(element: Element): void;
  emitter: { emit(name: string, payload?: unknown): void };
  getMirror(): Mirror;
  getCastFn(event: RecordedEvent, isSync: boolean): () => void;
  moveAndHover(x: number, y: number, id: number, isSync: boolean, debug: object): void;
  destroy(): void;
}

const SANDBOX = "allow-same-origin";

/** Motion that would go on after a jump is stopped, and scriptless videos show no controls that they did not have. */
const RULES = [
  // What browsers do by themselves for a state that an attribute stands for, as weak as theirs.
  `@layer playhead { :where([${STATES["focus-visible"]}=""]:not(html, body)) { ${FOCUS_RING} } }`,
  // What the browser has filled in looks like that whatever the page says.
  `[${STATE.auto}] { color: fieldtext !important; background-color: #e8f0fe !important; }`,
  // A number that is hidden leaves its field empty.
  `[${STATE.typed}]::placeholder { color: transparent !important; }`,
  "* { scroll-behavior: auto !important; }",
  "video:not([controls])::-webkit-media-controls { display: none !important; }",
  "video:not([controls])::-webkit-media-controls-enclosure { display: none !important; }",
  NOT_KEPT_RULE,
  ...FULL_RULES,
];

/** rrweb's manager of media keeps its state by virtual nodes and loses it in a jump; `media.ts` does this instead. */
const NO_MEDIA = {
  reset: () => {},
  isSupportedMediaElement: () => false,
  addMediaElements: () => {},
  mediaMutation: () => {},
};

/**
 * rrweb parses and prints each sheet anew to add classes for `:hover`, and knows no other state and no other kind of sheet.
 * `sheets.ts` does this on what the browser has parsed; here a sheet is told to be rewritten already.
 */
const SHEETS_AS_THEY_ARE = { stylesWithHoverClass: { get: (text: string) => text, set: () => {} } };

interface FrameChange {
  source: number;
  id: number;
  width: number;
  height: number;
}

/** A picture without any event yet, in `root`. @throws {Error} when the frame is not sandboxed as it has to be */
export function createPicture(root: HTMLElement, { report, key, fill, bar }: PictureHandlers): Picture {
  const quiet = { log() {}, warn() {} };
  const replayer = new Replayer([], {
    root,
    // Without it the replayer ends itself after the last event of a list that we do not give it.
    liveMode: true,
    mouseTail: false,
    showWarning: false,
    showDebug: false,
    pauseAnimation: false,
    // It would draw rings of keyboards around what was clicked, and lose the focus in a jump; `screen.ts` sets it.
    triggerFocus: false,
    insertStyleRules: [...RULES, ...barRules(bar, ownBar())],
    logger: quiet as unknown as Console,
  }) as unknown as Inner;
  const { iframe, wrapper } = replayer;
  if (iframe.getAttribute("sandbox") !== SANDBOX) {
    replayer.destroy();
    throw new Error("The frame of the replay is not sandboxed.");
  }
  replayer.mediaManager = NO_MEDIA;
  replayer.cache = SHEETS_AS_THEY_ARE;
  replayer.hoverElements = () => {};
  iframe.tabIndex = -1;
  iframe.title = "Replay";
  let size: { width: number; height: number } | null = null;
  const state = createPageState();
  const fingers = createFingers(wrapper);
  /** Something in this picture has a state; pages without any are not looked through. */
  let stateful = false;
  /** The same of elements that rrweb's player builds wrongly. */
  let foreign = false;

  function applyOne(recorded: RecordedEvent, jump: boolean): void {
    if (recorded.type === EventType.Custom) return;
    let event = fill(recorded);
    if (event.type === EventType.Meta) size = event.data as typeof size;
    let sync = jump;
    // Not sync would wait for style sheets with rrweb's own clock.
    if (event.type === EventType.FullSnapshot) sync = true;
    if (event.type === EventType.IncrementalSnapshot) {
      const data = event.data as FrameChange;
      // The pointer follows its own track, see `point`; media follow `media.ts`, canvases `stand-ins.ts`.
      if (data.source === IncrementalSource.MouseMove || data.source === IncrementalSource.TouchMove) return;
      if (data.source === IncrementalSource.Canvas) return;
      if (data.source === IncrementalSource.Drag || data.source === IncrementalSource.MediaInteraction) return;
      // rrweb forgets a selection of a jump when an element is focused after it; see `selections.ts`.
      if (data.source === IncrementalSource.Selection) return;
      if (data.source === IncrementalSource.ViewportResize) size = { width: data.width, height: data.height };
      if (data.source === IncrementalSource.Mutation) {
        // rrweb's lists of a mutation are consumed by applying it; the recording is applied again after each seek.
        const mutation = { ...data } as Mutation;
        const { usingVirtualDom, virtualDom } = replayer;
        guardMutation(mutation, usingVirtualDom ? virtualDom.mirror : replayer.getMirror());
        if (usingVirtualDom && mutation.attributes)
          mutation.attributes = wholeStyles(mutation.attributes, virtualDom.mirror);
        event = { ...event, data: mutation };
      }
      const rest = takeSheets(replayer as unknown as SheetOwner, event);
      if (!rest) return;
      event = rest;
    }
    replayer.getCastFn(event, sync)();
    defineElements(iframe.contentWindow as (Window & typeof globalThis) | null, definedBy(event));
    // Rebuilding takes the listeners away. Nothing is typed into a recording.
    if (event.type === EventType.FullSnapshot)
      iframe.contentWindow?.addEventListener("keydown", (pressed) => {
        pressed.preventDefault();
        key(pressed);
      });
  }

  /** Does steps one of which may fail without the others, and counts those. */
  function guard() {
    let failed = 0;
    const guarded = (step: () => void): void => {
      try {
        step();
      } catch (error) {
        failed++;
        report(error);
      }
    };
    return { guarded, failed: () => failed };
  }

  function finish(events: readonly RecordedEvent[], jump: boolean, guarded: (step: () => void) => void): void {
    if (jump || replayer.usingVirtualDom) guarded(flush);
    stateful ||= events.some(tellsState);
    foreign ||= events.some(tellsForeign);
    const { contentDocument } = iframe;
    const roots = (stateful || foreign) && contentDocument ? rootsIn(contentDocument) : [];
    const mirror = replayer.getMirror();
    if (foreign) guarded(() => renameForeign(roots, (from, to) => mirror.replace(mirror.getId(from), to)));
    if (stateful) guarded(() => state.apply(roots));
  }

  function flush(): void {
    replayer.emitter.emit("flush");
    // rrweb never forgets the root's scroll of an earlier jump and would go back to it.
    replayer.virtualDom.scrollData = null;
  }

  return {
    frame: iframe,
    wrapper,
    document: () => iframe.contentDocument,
    node: (id) => replayer.getMirror().getNode(id),
    idOf(node) {
      const id = replayer.getMirror().getId(node);
      return id > 0 ? id : null;
    },
    size: () => size,
    apply(events, jump) {
      const { guarded, failed } = guard();
      for (const event of events) guarded(() => applyOne(event, jump));
      finish(events, jump, guarded);
      return failed();
    },
    async applySlowly(events, wanted) {
      const { guarded, failed } = guard();
      let since = performance.now();
      for (const event of events) {
        if (performance.now() - since > SLICE_MS) {
          await turn();
          since = performance.now();
        }
        if (!wanted()) return failed();
        guarded(() => applyOne(event, true));
      }
      // Making it true in the document is one piece.
      if (performance.now() - since > SLICE_MS / 2) await turn();
      if (wanted()) finish(events, true, guarded);
      return failed();
    },
    point({ x, y, id, others }) {
      try {
        replayer.moveAndHover(x, y, id, true, {});
        // In a frame they are as far off as the first one.
        const { left, top } = replayer.mouse.style;
        const [right, down] = [Number.parseFloat(left) - x || 0, Number.parseFloat(top) - y || 0];
        const all = others ? [{ x, y }, ...others] : [];
        fingers.show(all.map((finger) => ({ x: finger.x + right, y: finger.y + down })));
      } catch (error) {
        report(error);
      }
    },
    bars(shown) {
      const scrolling = shown ? "auto" : "no";
      if (iframe.getAttribute("scrolling") !== scrolling) iframe.setAttribute("scrolling", scrolling);
    },
    dispose() {
      try {
        replayer.destroy();
      } catch (error) {
        report(error);
        wrapper.remove();
      }
    },
  };
}
