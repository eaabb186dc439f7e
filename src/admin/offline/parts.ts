import { fileKey, openPart, type KeyRecipe } from "../../protocol/export/file-key.ts";

/** The parts of the file that this page is; see `HtmlInfo`. */
export interface Parts {
  /** `null` when there is no such part. @throws {DOMException} when the key is another */
  bytes(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The same of one that is gzip, as text. */
  text(name: string): Promise<string | null>;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** The key of a password. */
export function keyOf(password: string, recipe: KeyRecipe): Promise<CryptoKey> {
  return fileKey(password, fromBase64(recipe.salt), recipe);
}

/** Reads the parts that are in the document; with the key, when they are sealed. */
export function readParts(document: Document, key: CryptoKey | null): Parts {
  async function bytes(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const text = document.querySelector(`script[data-part="${name}"]`)?.textContent;
    if (text === undefined || text === null) return null;
    const packed = fromBase64(text);
    return key ? openPart(key, name, packed) : packed;
  }
  return {
    bytes,
    async text(name) {
      const packed = await bytes(name);
      if (!packed) return null;
      return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
    },
  };
}
