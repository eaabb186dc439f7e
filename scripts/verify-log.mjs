import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import { verifyLog } from "../src/protocol/activity/verification.ts";

/** A public key of Ed25519 up to its 32 bytes (RFC 8410 §4). */
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** Hashes and signatures of Node. */
export const nodeCrypto = {
  sha256: (text) => createHash("sha256").update(text).digest("hex"),
  verify(publicKey, text, signature) {
    const der = Buffer.concat([SPKI_HEAD, Buffer.from(publicKey, "hex")]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, "hex"));
  },
};

/** What there is to say of a checked log; `key`: the public key that it has to be signed with, when that is known. */
export function reportText(
  { tenant, publicKey, earlierKeys, complete, entries, anchors, first, last, exportedAt, faults },
  key,
) {
  const when = exportedAt === null ? "at an unknown time" : new Date(exportedAt).toISOString();
  const lines = [
    `tenant      ${tenant}`,
    `downloaded  ${when}, ${complete ? "the whole log" : "a selection"}`,
    `entries     ${entries}${first === null ? "" : `, ${first} to ${last}`}`,
    `anchors     ${anchors}`,
    `signed by   ${publicKey}${key === undefined ? "  (compare it with the key on the page Activity, or give it with --key)" : ""}`,
    ...earlierKeys.map((earlier) => `            ${earlier}  (earlier anchors; the key above vouches for it)`),
  ];
  const foreign = key !== undefined && key !== publicKey;
  if (foreign) lines.push("", `BROKEN: it is signed with another key than ${key}.`);
  for (const [i, { seq, line, why }] of faults.entries()) {
    const where = seq === null ? `line ${line}` : `entry ${seq} (line ${line})`;
    lines.push(i === 0 ? `\nBROKEN: the first broken place is ${where}: ${why}.` : `  then ${where}: ${why}.`);
  }
  const sound = faults.length === 0 && !foreign;
  if (sound) lines.push("", complete ? "The log is whole and unchanged." : "The selection is unchanged.");
  return { sound, text: lines.join("\n") };
}

/** The lines of a file. Not by `readline`: it ends a line at characters that may stand in a text of the log (U+2028). */
async function* linesOf(file) {
  let rest = "";
  for await (const part of createReadStream(file, "utf8")) {
    const lines = (rest + part).split("\n");
    rest = lines.pop();
    yield* lines;
  }
  yield rest;
}

async function main() {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { key: { type: "string" } } });
  const [file] = positionals;
  if (file === undefined) {
    console.error("Usage: npm run verify-log -- <file.ndjson> [--key <public key>]");
    process.exit(2);
  }
  const { sound, text } = reportText(await verifyLog(linesOf(file), nodeCrypto), values.key);
  console.log(text);
  process.exitCode = sound ? 0 : 1;
}

if (import.meta.main) await main();
