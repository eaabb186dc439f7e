import { INSIGHT_LIMITS } from "../../protocol/insight-limits.ts";

export type HeatCell = readonly [column: number, row: number, clicks: number];

/** Colours from a few clicks to the most: [share of the most, red, green, blue]. */
const RAMP = [
  [0, 40, 90, 255],
  [0.35, 0, 190, 190],
  [0.6, 110, 220, 40],
  [0.8, 255, 200, 0],
  [1, 235, 30, 30],
] as const;

/** The colour of a heat between 0 and 1. */
export function heatColour(heat: number): [red: number, green: number, blue: number] {
  const high = Math.max(
    1,
    RAMP.findIndex(([at]) => at >= heat),
  );
  const [from, to] = [RAMP[high - 1]!, RAMP[high]!];
  const part = Math.min(1, Math.max(0, (heat - from[0]) / (to[0] - from[0])));
  const mix = (at: 1 | 2 | 3) => Math.round(from[at] + (to[at] - from[at]) * part);
  return [mix(1), mix(2), mix(3)];
}

/** Radius of one spot, CSS pixels of the recorded page: a finger's reach. */
const SPOT_PX = 34;
/** How much of the page shows through where it is hottest. */
const OPACITY = 0.78;

/** The middle of a cell on a page of this width, CSS pixels. */
export function cellMiddle(
  [column, row]: readonly [number, number, ...number[]],
  width: number,
): { x: number; y: number } {
  const { heatColumns, heatRowPx } = INSIGHT_LIMITS;
  return { x: ((column + 0.5) / heatColumns) * width, y: (row + 0.5) * heatRowPx };
}

/** The cell under a point of the page. */
export function cellAt(x: number, y: number, width: number): [column: number, row: number] {
  const { heatColumns, heatRowPx } = INSIGHT_LIMITS;
  const column = Math.floor((x / Math.max(1, width)) * heatColumns);
  return [Math.min(heatColumns - 1, Math.max(0, column)), Math.max(0, Math.floor(y / heatRowPx))];
}

/** Draws cells onto a canvas that shows a page of `width` at `scale`. */
export function paintHeat(canvas: HTMLCanvasElement, cells: readonly HeatCell[], width: number, scale: number): void {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || canvas.width === 0 || canvas.height === 0) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const most = Math.max(1, ...cells.slice(0, 1).map(([, , clicks]) => clicks));
  const radius = SPOT_PX * scale;
  for (const cell of cells) {
    const { x, y } = cellMiddle(cell, width);
    const spot = context.createRadialGradient(x * scale, y * scale, 0, x * scale, y * scale, radius);
    // The square root, so that single clicks can be seen beside the most frequent.
    spot.addColorStop(0, `rgb(0 0 0 / ${Math.max(0.18, Math.sqrt(cell[2] / most))})`);
    spot.addColorStop(1, "rgb(0 0 0 / 0)");
    context.fillStyle = spot;
    context.fillRect(x * scale - radius, y * scale - radius, 2 * radius, 2 * radius);
  }
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = pixels;
  for (let at = 0; at < data.length; at += 4) {
    const heat = data[at + 3]! / 255;
    if (heat === 0) continue;
    const [red, green, blue] = heatColour(heat);
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
    data[at + 3] = Math.round(255 * Math.min(OPACITY, heat * 1.4));
  }
  context.putImageData(pixels, 0, 0);
}
