/** Texts smaller than this are kept as they are: packing them costs more than it saves. Characters. */
const LEAST_CHARS = 2_048;

/** A text in little room. */
export type Packed = string | Uint8Array<ArrayBuffer>;

async function through(text: BlobPart, way: CompressionStream | DecompressionStream): Promise<Response> {
  return new Response(new Blob([text]).stream().pipeThrough(way));
}

/** Recordings become about an eighth. */
export async function pack(text: string): Promise<Packed> {
  if (text.length < LEAST_CHARS) return text;
  return new Uint8Array(await (await through(text, new CompressionStream("deflate-raw"))).arrayBuffer());
}

export async function unpack(packed: Packed): Promise<string> {
  return typeof packed === "string" ? packed : (await through(packed, new DecompressionStream("deflate-raw"))).text();
}

/** Bytes that it takes. */
export function packedSize(packed: Packed): number {
  return typeof packed === "string" ? packed.length : packed.byteLength;
}
