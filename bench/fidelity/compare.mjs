// How like two pictures are.
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { ssim } from "ssim.js";

function pixels({ data, width, height }) {
  return { data: new Uint8ClampedArray(data), width, height };
}

/** The picture on white of this size. */
function fitted(picture, width, height) {
  if (picture.width === width && picture.height === height) return picture;
  const out = new PNG({ width, height });
  out.data.fill(255);
  PNG.bitblt(picture, out, 0, 0, Math.min(width, picture.width), Math.min(height, picture.height), 0, 0);
  return out;
}

/** Structural similarity (1 = the same), share of pixels that differ, and a picture of them. */
export function compare(live, replay) {
  const a = PNG.sync.read(live);
  const b = fitted(PNG.sync.read(replay), a.width, a.height);
  const difference = new PNG({ width: a.width, height: a.height });
  const differing = pixelmatch(a.data, b.data, difference.data, a.width, a.height, { threshold: 0.1 });
  return {
    ssim: ssim(pixels(a), pixels(b), { downsample: false }).mssim,
    differing: differing / (a.width * a.height),
    difference: PNG.sync.write(difference),
  };
}

/** Pictures beside each other. */
export function sheet(buffers) {
  const pictures = buffers.map((buffer) => PNG.sync.read(buffer));
  const out = new PNG({
    width: pictures.reduce((sum, { width }) => sum + width, 0),
    height: Math.max(...pictures.map(({ height }) => height)),
  });
  let x = 0;
  for (const picture of pictures) {
    PNG.bitblt(picture, out, 0, 0, picture.width, picture.height, x, 0);
    x += picture.width;
  }
  return PNG.sync.write(out);
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
