import { parseChunkLines } from "../../protocol/chunk-lines.ts";
import { replaceCssAddresses } from "../../protocol/css-addresses.ts";
import type { HtmlFacts } from "../../protocol/export/html-file.ts";
import { createBatchReader, withoutEvents } from "../player/reader.ts";
import type { SessionSource } from "../player/session-source.ts";
import type { Parts } from "./parts.ts";

/** An address that is nothing. */
const NOTHING = "data:,";

/** A key in a style sheet, and the fragment that picks a part of the file. */
const KEY = /^#ph=([0-9a-f]{16})(#.*)?$/;

/** A session whose events and files are in the page itself. */
export async function insideSource(parts: Parts, { manifest, files, sheets }: HtmlFacts): Promise<SessionSource> {
  const addresses = new Map<string, string>();
  for (const [n, { sha256, type }] of files.entries()) {
    const bytes = await parts.bytes(`f${n}`);
    if (bytes) addresses.set(sha256, URL.createObjectURL(new Blob([bytes], { type })));
  }
  const byKey = new Map(manifest.assets.map(({ key, sha256 }) => [key, addresses.get(sha256)]));
  const texts = new Map<string, string>();
  for (const [n, key] of sheets.entries()) texts.set(key, (await parts.text(`s${n}`)) ?? "");

  /** A sheet with addresses of this page. What it imports is found by its key (`session-files.ts`). */
  function sheetText(key: string): string {
    return replaceCssAddresses(texts.get(key) ?? "", ({ url, kind }) => {
      const [, name, part = ""] = KEY.exec(url) ?? [];
      if (name === undefined) return url;
      if (kind === "style") return `?key=${name}`;
      const address = byKey.get(name);
      return address ? address + part : NOTHING;
    });
  }

  return {
    manifest: async () => manifest,
    renew: async () => manifest,
    // Nobody is told: nothing leaves the page.
    watched: async () => {},
    async chunk(n) {
      const text = await parts.text(`c${n}`);
      if (text === null) throw new Error("This part of the recording was not in the store when the file was made.");
      return text;
    },
    files: async () => manifest.assets,
    fileAddress: ({ key }) => byKey.get(key) ?? NOTHING,
    sheet: async ({ key }) => sheetText(key),
    liveAddress: () => null,
    reader() {
      const read = createBatchReader();
      return {
        async read(text, whole) {
          const batches = parseChunkLines(text).map(read);
          return whole ? batches : batches.map(withoutEvents);
        },
        // It is in the page anyway, and read anew.
        recall: async () => false,
        stop() {},
      };
    },
  };
}
