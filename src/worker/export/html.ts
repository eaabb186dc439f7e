import { gzipSync } from "node:zlib";
import { EXPORTS } from "../../protocol/index.ts";
import { fileKey, sealPart, type KeyRecipe } from "../../protocol/export/file-key.ts";
import { HTML_END, type HtmlFacts, type HtmlInfo } from "../../protocol/export/html-file.ts";
import { getAsset, listSessionFiles } from "../../storage/index.ts";
import { servedSheet, sheetText } from "../assets-fetch/style-sheet.ts";
import { chunkTexts, type ExportedSession } from "./exported-session.ts";
import { WITHOUT_MEMBERS_WORDS } from "../members-words.ts";

const utf8 = new TextEncoder();

/** Base64 is written in pieces of so many bytes: a multiple of three, so that pieces join without padding. */
const PIECE_BYTES = 3 * 16_384;

/** What the page may do: run the player, and show what is inside it. Nothing leaves it, and nothing is fetched. */
async function policyOf(script: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", utf8.encode(script));
  return [
    "default-src 'none'",
    `script-src 'sha256-${Buffer.from(digest).toString("base64")}'`,
    "style-src 'unsafe-inline' blob:",
    "img-src data: blob:",
    "font-src data: blob:",
    "media-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** Part of a file that the Worker was deployed with. */
type FetchFile = (path: string) => Promise<Response>;

async function builtFile(fetchFile: FetchFile, path: string): Promise<string> {
  const response = await fetchFile(path);
  if (!response.ok) throw new Error(`${path} was not built: npm run build`);
  return response.text();
}

/** A part as the page reads it. */
async function* part(name: string, plain: Uint8Array, key: CryptoKey | null): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(key ? await sealPart(key, name, new Uint8Array(plain)) : plain);
  yield utf8.encode(`<script type="application/octet-stream" data-part="${name}">`);
  for (let from = 0; from < bytes.byteLength; from += PIECE_BYTES)
    yield utf8.encode(bytes.subarray(from, from + PIECE_BYTES).toString("base64"));
  yield utf8.encode("</script>\n");
}

/**
 * A session as a page that plays it by itself: the player, the events and the files are in it. Chunk by chunk and file by file.
 * `password`: nobody plays it without.
 */
export async function* htmlOf(
  session: ExportedSession,
  fetchFile: FetchFile,
  password: string | null,
): AsyncGenerator<Uint8Array> {
  const { stores, ring, tenant, row, pages, chunks, exportedAt } = session;
  const [script, style] = await Promise.all([
    builtFile(fetchFile, "/export/player.js"),
    builtFile(fetchFile, "/export/player.css"),
  ]);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const recipe: KeyRecipe = {
    salt: Buffer.from(salt).toString("base64"),
    rounds: EXPORTS.keyRounds,
    runs: EXPORTS.keyRuns,
  };
  const key = password === null ? null : await fileKey(password, salt, recipe);
  const info: HtmlInfo = { v: 1, ...(key && { lock: recipe }) };
  // Everything that comes out of the recording is base64 below: nothing here has to be escaped.
  yield utf8.encode(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${await policyOf(script)}">
<meta name="viewport" content="width=device-width">
<title>Recorded session</title>
<style>${style}</style>
<script>${script}</script>
<body><main id="player"><p class="note">Opening the recording</p></main>
<script type="application/json" id="playhead">${JSON.stringify(info)}</script>
`);

  const used = await listSessionFiles(stores.index, { tenant, session: row.id });
  const sheets = used.filter(({ type }) => type === "text/css");
  const files = [
    ...new Map(used.filter(({ type }) => type !== "text/css").map(({ sha256, type }) => [sha256, { sha256, type }])),
  ].map(([, file]) => file);
  const facts: HtmlFacts = {
    manifest: {
      session: { ...row, ...WITHOUT_MEMBERS_WORDS },
      pages,
      chunks: chunks.map(({ sha256: _sha256, rev: _rev, ...chunk }) => chunk),
      assets: used.map(({ key: name, sha256, type }) => ({ key: name, sha256, type })),
      grant: "",
      grantExpiresAt: Number.MAX_SAFE_INTEGER,
    },
    files,
    sheets: sheets.map((sheet) => sheet.key),
    exportedAt,
  };
  yield* part("facts", gzipSync(JSON.stringify(facts)), key);
  for await (const { n, text } of chunkTexts(session)) yield* part(`c${n}`, gzipSync(text), key);
  for (const [n, { sha256, base }] of sheets.entries()) {
    const bytes = await getAsset(stores.bucket, ring, { tenant, sha256 });
    // Addresses become keys, which the page looks up in itself.
    if (bytes) yield* part(`s${n}`, gzipSync(servedSheet(sheetText(bytes), base, (name) => `#ph=${name}`)), key);
  }
  for (const [n, { sha256 }] of files.entries()) {
    const bytes = await getAsset(stores.bucket, ring, { tenant, sha256 });
    if (bytes) yield* part(`f${n}`, bytes, key);
  }
  yield utf8.encode(`<i id="${HTML_END}" hidden></i></body>\n</html>\n`);
}
