import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeCrypto, reportText } from "../../../scripts/verify-log.mjs";
import { anchorText, endText, foldHash, type LogEnd, type LogHeader } from "../../../src/protocol/activity/anchor.ts";
import { LOG_ORIGIN, canonicalJson, entryText, type LogEntry } from "../../../src/protocol/activity/entry.ts";
import { verifyLog } from "../../../src/protocol/activity/verification.ts";
import { uuidv7 } from "../../../src/protocol/index.ts";

const { sha256 } = nodeCrypto;

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return { privateKey, publicKey: publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex") };
}

const KEY = newKey();
const TENANT = uuidv7();

function signed(text: string, key: KeyObject = KEY.privateKey): string {
  return sign(null, Buffer.from(text), key).toString("hex");
}

function chain(count: number, tenant = TENANT): LogEntry[] {
  const entries: LogEntry[] = [];
  let prevHash = LOG_ORIGIN;
  for (let seq = 1; seq <= count; seq++) {
    const entry = {
      seq,
      id: uuidv7(),
      at: 1_700_000_000_000 + seq,
      tenant,
      environment: seq % 2 ? "production" : null,
      actor: `user:${seq % 3}`,
      action: "view",
      session: uuidv7(),
      maskedIp: "203.0.113.0/24",
      details: seq % 4 ? { seq, text: 'a "word", ä and \u2028' } : null,
      prevHash,
    };
    prevHash = sha256(entryText(entry));
    entries.push({ ...entry, hash: prevHash });
  }
  return entries;
}

/** A downloaded log: head, entries, anchors of some of them, end. */
function download(entries: readonly LogEntry[], anchored: readonly number[], filter: Record<string, unknown> = {}) {
  const header: LogHeader = {
    kind: "log",
    v: 1,
    tenant: TENANT,
    publicKey: KEY.publicKey,
    exportedAt: 1_800_000_000_000,
    complete: Object.keys(filter).length === 0,
    filter,
  };
  const head = entries.at(-1)!;
  const lines: unknown[] = [header];
  for (const entry of entries) {
    lines.push({ kind: "entry", ...entry });
    if (!anchored.includes(entry.seq)) continue;
    const anchor = { tenant: TENANT, seq: entry.seq, hash: entry.hash, at: entry.at };
    lines.push({ kind: "anchor", ...anchor, signature: signed(anchorText(anchor)) });
  }
  const digest = entries.reduce((all, { hash }) => foldHash(sha256, all, hash), LOG_ORIGIN);
  const end: Omit<LogEnd, "signature"> = {
    kind: "end",
    seq: head.seq,
    hash: head.hash,
    anchors: anchored.length,
    entries: entries.length,
    digest,
  };
  lines.push({ ...end, signature: signed(endText(header, end)) });
  return lines.map(canonicalJson);
}

const LOG = download(chain(12), [4, 9]);
/** Line of the entry `seq` in `LOG`. */
const lineOf = (seq: number) =>
  LOG.findIndex((line) => line.includes('"kind":"entry"') && line.includes(`"seq":${seq},`));

/** Whether a property holds; a counterexample is thrown. */
async function holds<T>(property: fc.IAsyncProperty<T>, parameters?: fc.Parameters<T>): Promise<true> {
  await fc.assert(property, parameters);
  return true;
}

async function firstFault(lines: readonly string[]) {
  const { faults } = await verifyLog(lines, nodeCrypto);
  return faults[0] ?? null;
}

describe("canonical JSON", () => {
  it("is the same text for the same value, however it was built, and the same value again", () => {
    expect(() =>
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          const text = canonicalJson(value);
          const turned = JSON.parse(text, (_key, part: unknown) =>
            typeof part === "object" && part !== null && !Array.isArray(part)
              ? Object.fromEntries(Object.entries(part).toReversed())
              : part,
          ) as unknown;
          return canonicalJson(turned) === text && canonicalJson(JSON.parse(JSON.stringify(value))) === text;
        }),
      ),
    ).not.toThrow();
  });
});

describe("a downloaded log", () => {
  it("that nobody touched is sound", async () => {
    const report = await verifyLog(LOG, nodeCrypto);
    expect(report).toMatchObject({ faults: [], entries: 12, anchors: 2, first: 1, last: 12, complete: true });
    expect(reportText(report)).toMatchObject({ sound: true });
    expect(reportText(report, KEY.publicKey)).toMatchObject({ sound: true });
  });

  it("is checked on the command line, which says so with its exit code", () => {
    const folder = mkdtempSync(join(tmpdir(), "playhead-log-"));
    const check = (lines: readonly string[], ...args: string[]) => {
      const file = join(folder, "log.ndjson");
      writeFileSync(file, `${lines.join("\n")}\n`);
      const script = fileURLToPath(new URL("../../../scripts/verify-log.mjs", import.meta.url));
      const { status, stdout } = spawnSync(process.execPath, [script, file, ...args], { encoding: "utf8" });
      return [status, stdout] as const;
    };
    expect(check(LOG, "--key", KEY.publicKey)).toEqual([0, expect.stringContaining("whole and unchanged")]);
    expect(check(LOG, "--key", newKey().publicKey)).toEqual([1, expect.stringContaining("another key")]);
    const dropped = LOG.toSpliced(lineOf(5), 1);
    expect(check(dropped)).toEqual([1, expect.stringContaining("first broken place is entry 5")]);
    rmSync(folder, { recursive: true });
  });

  it("with any character changed is found out", async () => {
    expect(
      await holds(
        fc.asyncProperty(
          fc.nat(LOG.length - 1),
          fc.nat(),
          fc.integer({ min: 1, max: 127 }),
          async (at, place, flip) => {
            const line = LOG[at]!;
            const i = place % line.length;
            const changed = line.slice(0, i) + String.fromCharCode(line.charCodeAt(i) ^ flip) + line.slice(i + 1);
            // Another way to write the same is no change: the hash is over the values.
            fc.pre(!sameValue(changed, line));
            return (await firstFault(LOG.with(at, changed))) !== null;
          },
        ),
        { numRuns: 1_000 },
      ),
    ).toBe(true);
  });

  it("without an entry, or several, names the first that is missing", async () => {
    expect(
      await holds(
        fc.asyncProperty(
          fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 11 }),
          async (gone) => {
            const dropped = new Set(gone.map(lineOf));
            const fault = await firstFault(LOG.filter((_line, i) => !dropped.has(i)));
            return fault?.seq === Math.min(...gone);
          },
        ),
      ),
    ).toBe(true);
  });

  it("with two entries in each other's place names the first of them", async () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 2 });
    expect(
      await holds(
        fc.asyncProperty(places, async ([a = 1, b = 2]) => {
          const turned = LOG.with(lineOf(a), LOG[lineOf(b)]!).with(lineOf(b), LOG[lineOf(a)]!);
          return (await firstFault(turned))?.seq === Math.min(a, b);
        }),
      ),
    ).toBe(true);
  });

  it("that was cut off anywhere is found out", async () => {
    expect(
      await holds(
        fc.asyncProperty(fc.nat(LOG.length - 1), async (length) => (await firstFault(LOG.slice(0, length))) !== null),
      ),
    ).toBe(true);
    // Also when the end is put back.
    expect(await firstFault([...LOG.slice(0, lineOf(12)), LOG.at(-1)!])).toMatchObject({ seq: 12 });
    expect(await firstFault([...LOG.slice(0, lineOf(8)), LOG.at(-1)!])).toMatchObject({ seq: 8 });
  });

  it("with an entry of another log put in is found out, wherever it is put", async () => {
    const foreign = chain(12, uuidv7()).map((entry) => canonicalJson({ kind: "entry", ...entry }));
    const own = chain(12).map((entry) => canonicalJson({ kind: "entry", ...entry }));
    expect(
      await holds(
        fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.boolean(), fc.boolean(), async (seq, replace, other) => {
          const spliced = LOG.toSpliced(lineOf(seq), replace ? 1 : 0, (other ? foreign : own)[seq - 1]!);
          const fault = await firstFault(spliced);
          return fault !== null && fault.seq !== null && fault.seq >= seq && fault.seq <= seq + 1;
        }),
      ),
    ).toBe(true);
  });

  it("that was written anew from an entry on is found out by the next anchor, or at the end", async () => {
    const entries = chain(12);
    const forged = (from: number) => {
      const copy = entries.map((entry) => ({ ...entry }));
      for (let i = from - 1, prevHash = copy[i]!.prevHash; i < copy.length; i++) {
        Object.assign(copy[i]!, { actor: "user:nobody", prevHash });
        prevHash = copy[i]!.hash = sha256(entryText(copy[i]!));
      }
      return copy;
    };
    const genuine = download(entries, [4, 9]);
    const withForged = (from: number) => {
      const copy = forged(from);
      return genuine.map((line) => {
        const { kind, seq } = JSON.parse(line) as { kind: string; seq: number };
        return kind === "entry" ? canonicalJson({ kind, ...copy[seq - 1]! }) : line;
      });
    };
    expect(await firstFault(withForged(2))).toMatchObject({
      seq: 4,
      why: expect.stringContaining("after 0") as string,
    });
    expect(await firstFault(withForged(6))).toMatchObject({
      seq: 9,
      why: expect.stringContaining("after 4") as string,
    });
    expect(await firstFault(withForged(11))).not.toBeNull();
    // Whoever signs it as well has another key.
    const report = await verifyLog(LOG, nodeCrypto);
    expect(reportText(report, newKey().publicKey)).toMatchObject({ sound: false });
  });

  it("that is a selection is sound as it is, and not when one more is left out or changed", async () => {
    const some = chain(12).filter(({ seq }) => seq % 3 === 0);
    const lines = download(some, [9], { actor: "user:0" });
    expect(await verifyLog(lines, nodeCrypto)).toMatchObject({ faults: [], complete: false, entries: 4 });
    for (const at of [1, 2, 3, 4]) expect(await firstFault(lines.toSpliced(at, 1))).not.toBeNull();
    expect(await firstFault(lines.with(1, lines[2]!).with(2, lines[1]!))).not.toBeNull();
  });
});

function sameValue(a: string, b: string): boolean {
  try {
    return canonicalJson(JSON.parse(a)) === canonicalJson(JSON.parse(b));
  } catch {
    return false;
  }
}
