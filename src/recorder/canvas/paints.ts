import type { Stop } from "../guard.ts";

type Method = (this: { canvas?: unknown }, ...args: unknown[]) => unknown;
type Prototype = Record<string, Method>;

/** What paints, by kind of context. */
const PAINTS: Record<string, string> = {
  CanvasRenderingContext2D:
    "clearRect fillRect strokeRect fill stroke fillText strokeText drawImage putImageData drawFocusIfNeeded reset",
  ImageBitmapRenderingContext: "transferFromImageBitmap",
  WebGLRenderingContext: "clear drawArrays drawElements",
  WebGL2RenderingContext:
    "clear drawArrays drawElements drawArraysInstanced drawElementsInstanced drawRangeElements blitFramebuffer",
  GPUCanvasContext: "getCurrentTexture",
};

export interface Paints {
  /** Looks at the canvases of a window too; once is enough. */
  watch(place: Window): void;
  /** Whether what the canvas shows can be read only in the task that has painted it. */
  isFleeting(canvas: HTMLCanvasElement): boolean;
  stop: Stop;
}

export interface PaintsLink {
  painted(canvas: HTMLCanvasElement): void;
  /** From now on a worker paints it, and nobody hears of that. */
  handedOver(canvas: HTMLCanvasElement): void;
}

/**
 * Hears of everything that is painted on a canvas, by standing in front of the browser's own methods. Contexts of WebGL that are
 * made from now on keep what they have drawn, so that it can be read later.
 */
export function watchPaints({ painted, handedOver }: PaintsLink): Paints {
  const places = new WeakSet<Window>();
  const fleeting = new WeakMap<object, boolean>();
  let undo: Stop[] = [];
  let on = true;

  const replace = (prototype: Prototype | undefined, name: string, make: (own: Method) => Method) => {
    const own = prototype?.[name];
    if (!own) return;
    const ours = (prototype[name] = make(own));
    undo.push(() => {
      // What somebody else has put there since stays.
      if (prototype[name] === ours) prototype[name] = own;
    });
  };

  const look = (context: { canvas?: unknown }) => {
    const { canvas } = context;
    // Not for an `OffscreenCanvas`.
    if (!on || !(canvas as Node | undefined)?.nodeType) return;
    if (!fleeting.has(canvas!)) {
      const { getContextAttributes, getConfiguration } = context as Partial<
        Record<string, () => { preserveDrawingBuffer?: boolean } | null>
      >;
      const attributes = getContextAttributes?.call(context);
      fleeting.set(canvas!, !!getConfiguration || attributes?.preserveDrawingBuffer === false);
    }
    painted(canvas as HTMLCanvasElement);
  };

  return {
    watch(place) {
      if (places.has(place)) return;
      places.add(place);
      const kinds = place as unknown as Record<string, { prototype: Prototype } | undefined>;
      for (const kind of Object.keys(PAINTS))
        for (const name of PAINTS[kind]!.split(" "))
          replace(
            kinds[kind]?.prototype,
            name,
            (own) =>
              function (...args) {
                const result = own.apply(this, args);
                look(this);
                return result;
              },
          );
      const canvas = kinds["HTMLCanvasElement"]?.prototype;
      replace(
        canvas,
        "getContext",
        (own) =>
          function (kind, options, ...more) {
            const keeps = on && /webgl/.test(String(kind));
            return own.call(
              this,
              kind,
              keeps ? { ...(options as object), preserveDrawingBuffer: true } : options,
              ...more,
            );
          },
      );
      replace(
        canvas,
        "transferControlToOffscreen",
        (own) =>
          function (...args) {
            const result = own.apply(this, args);
            if (on) handedOver(this as HTMLCanvasElement);
            return result;
          },
      );
    },
    isFleeting: (canvas) => fleeting.get(canvas) ?? false,
    stop() {
      on = false;
      for (const run of undo) run();
      undo = [];
    },
  };
}
