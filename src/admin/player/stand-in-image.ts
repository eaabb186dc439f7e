import { canvasImageType } from "../../protocol/canvas-picture.ts";

/*
 * Pictures that stand for what a scriptless document cannot show. All are SVG made here: the recording gives numbers, a checked
 * base64 text, and words that are escaped.
 */

/** Labels need so much room, CSS pixels. */
const LABEL_WIDTH_PER_CHAR = 6.6;
const LABEL_HEIGHT = 22;

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function svg(width: number, height: number, content: string): string {
  const text = `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}' viewBox='0 0 ${width} ${height}'>${content}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(text)}")`;
}

/** CSS image of a canvas as it was recorded: of the canvas's own size, whatever that of the picture is. `null`: no such image. */
export function canvasImage(width: number, height: number, image: unknown): string | null {
  const type = canvasImageType(image);
  if (!type) return null;
  const size = `width='${width}' height='${height}'`;
  return svg(
    width,
    height,
    `<image href='data:${type};base64,${image as string}' ${size} preserveAspectRatio='none'/>`,
  );
}

/** CSS image of a box with a label, `scale` pixels of it to one of CSS. The label is left out where it does not fit. */
export function labelImage(width: number, height: number, label: string, scale = 1): string {
  const fits = width > label.length * LABEL_WIDTH_PER_CHAR * scale && height > LABEL_HEIGHT * scale;
  const box = `<rect x='${scale / 2}' y='${scale / 2}' width='${Math.max(0, width - scale)}' height='${Math.max(0, height - scale)}' fill='none' stroke='#888' stroke-opacity='.6' stroke-width='${scale}' stroke-dasharray='${4 * scale}'/>`;
  const text = `<text x='50%' y='50%' text-anchor='middle' dominant-baseline='central' font-family='system-ui,sans-serif' font-size='${12 * scale}' fill='#777'>${escaped(label)}</text>`;
  return svg(width, height, width > 4 * scale && height > 4 * scale ? box + (fits ? text : "") : "");
}
