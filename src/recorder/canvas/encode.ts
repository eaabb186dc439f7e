/** What there is to say of the pixels of a canvas. */
export interface Encoded {
  /** Of the pixels; equal = the same picture. */
  hash: number;
  /** Nothing is drawn. */
  blank: boolean;
  /** Base64 of a WebP or PNG file, unless the hash is the last one. */
  image?: string;
}

/**
 * Encodes a bitmap when it is another picture than the one with the hash `last`. Its text also runs in a worker, so it uses nothing
 * from outside.
 * @throws {DOMException} SecurityError when the bitmap holds pixels of another site
 */
export async function encode(bitmap: ImageBitmap, last: number, quality: number): Promise<Encoded> {
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  let [hash, any] = [width, 0];
  for (let at = 0; at < pixels.length; at++) {
    const pixel = pixels[at]!;
    any |= pixel;
    hash = Math.imul(hash ^ pixel, 0x01000193) ^ (hash >>> 15);
  }
  if (hash === last) return { hash, blank: !any };
  const blob = await canvas.convertToBlob({ type: "image/webp", quality });
  const reader = new FileReader();
  await new Promise((resolve) => {
    reader.addEventListener("loadend", resolve);
    reader.readAsDataURL(blob);
  });
  return { hash, blank: !any, image: String(reader.result).split(",")[1]! };
}
