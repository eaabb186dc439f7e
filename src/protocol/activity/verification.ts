import { anchorText, endText, foldHash, type LogAnchor, type LogEnd, type LogHeader } from "./anchor.ts";
import { LOG_ORIGIN, entryText, type LogEntry } from "./entry.ts";

/** Hashes and signatures, as the place of the check has them. */
export interface LogCrypto {
  /** SHA-256 of a text in UTF-8, hex. */
  sha256(text: string): string;
  /** Ed25519; key and signature in hex. */
  verify(publicKey: string, text: string, signature: string): boolean | Promise<boolean>;
}

/** What is wrong with a log, and where it shows first. */
export interface LogFault {
  /** Number of the entry; `null` when it is not one entry that is wrong. */
  seq: number | null;
  /** Line of the file, from 1 on. */
  line: number;
  why: string;
}

export interface LogReport {
  tenant: string | null;
  publicKey: string | null;
  /** Keys that anchors may be signed with beside it. */
  earlierKeys: string[];
  complete: boolean;
  entries: number;
  anchors: number;
  first: number | null;
  last: number | null;
  exportedAt: number | null;
  /** In the order in which they show; the first names the first broken entry. */
  faults: LogFault[];
}

/** Faults that are told in detail: one change breaks at most a few things. */
const MAX_FAULTS = 20;

/** Signatures are compared as they are written: another spelling of the same bytes is not what was signed. */
const SIGNATURE = /^[0-9a-f]{128}$/;
const PUBLIC_KEY = /^[0-9a-f]{64}$/;

type Line = ({ kind: "entry" } & LogEntry) | ({ kind: "anchor" } & LogAnchor) | LogHeader | LogEnd;

/** Checks a downloaded log line by line; needs no memory for what it has seen. */
export class LogVerifier {
  readonly report: LogReport = {
    tenant: null,
    publicKey: null,
    earlierKeys: [],
    complete: false,
    entries: 0,
    anchors: 0,
    first: null,
    last: null,
    exportedAt: null,
    faults: [],
  };
  private line = 0;
  private header: LogHeader | null = null;
  private ended = false;
  private last: Pick<LogEntry, "seq" | "hash"> = { seq: 0, hash: LOG_ORIGIN };
  private digest = LOG_ORIGIN;
  /** The last entry that an anchor vouches for. */
  private anchored = 0;

  private readonly crypto: LogCrypto;

  // Spelt out, because Node runs this file as it is and takes nothing but types out of it.
  constructor(crypto: LogCrypto) {
    this.crypto = crypto;
  }

  private fault(seq: number | null, why: string): void {
    const { faults } = this.report;
    if (faults.length < MAX_FAULTS) faults.push({ seq, line: this.line, why });
  }

  async take(text: string): Promise<void> {
    this.line++;
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      this.fault(this.last.seq + 1, "the line is no JSON");
      return;
    }
    if (this.ended) this.fault(null, "there is something after the end");
    if ((this.line === 1) !== (line?.kind === "log")) this.fault(null, "the first line is not the head of a log");
    switch (line?.kind) {
      case "log":
        this.begin(line);
        break;
      case "entry":
        this.takeEntry(line);
        break;
      case "anchor":
        await this.takeAnchor(line);
        break;
      case "end":
        await this.takeEnd(line);
        break;
      default:
        this.fault(this.last.seq + 1, "the line is nothing that is in a log");
    }
  }

  private begin(header: LogHeader): void {
    const { tenant, publicKey, complete, exportedAt } = header;
    const earlierKeys = Array.isArray(header.earlierKeys) ? header.earlierKeys : [];
    this.header = header;
    Object.assign(this.report, { tenant, publicKey, earlierKeys, complete, exportedAt });
    if (![publicKey, ...earlierKeys].every((key) => PUBLIC_KEY.test(key))) this.fault(null, "the public key is none");
  }

  private takeEntry({ kind: _kind, ...entry }: { kind: "entry" } & LogEntry): void {
    const { seq, hash, prevHash, tenant } = entry;
    const { last, header } = this;
    const expected = last.seq + 1;
    if (this.crypto.sha256(entryText(entry)) !== hash) this.fault(seq, "the entry was changed: its hash is another");
    else if (tenant !== header?.tenant) this.fault(seq, "the entry belongs to another tenant");
    else if (!Number.isSafeInteger(seq) || seq < expected)
      this.fault(seq, `the entry is out of order: ${expected} was to come`);
    else if (header.complete && seq > expected)
      this.fault(expected, seq === expected + 1 ? "the entry is missing" : `the entries up to ${seq - 1} are missing`);
    else if (seq === expected && prevHash !== last.hash) this.fault(seq, "the entry does not follow the one before it");
    this.last = { seq, hash };
    this.digest = foldHash(this.crypto.sha256, this.digest, String(hash));
    this.report.entries++;
    this.report.first ??= seq;
    this.report.last = seq;
  }

  private async signed(text: string, signature: unknown, keys: readonly (string | null)[]): Promise<boolean> {
    if (typeof signature !== "string" || !SIGNATURE.test(signature)) return false;
    for (const key of keys)
      if (key !== null && PUBLIC_KEY.test(key) && (await this.crypto.verify(key, text, signature))) return true;
    return false;
  }

  private async takeAnchor({ kind: _kind, ...anchor }: { kind: "anchor" } & LogAnchor): Promise<void> {
    const { tenant, seq, hash, signature } = anchor;
    this.report.anchors++;
    const keys = [this.report.publicKey, ...this.report.earlierKeys];
    if (!(await this.signed(anchorText(anchor), signature, keys)) || tenant !== this.header?.tenant)
      this.fault(seq, "the signature of the anchor is not right");
    else if (seq > this.last.seq && this.header.complete)
      this.fault(this.last.seq + 1, `entries are missing: an anchor vouches for ${seq}`);
    else if (seq === this.last.seq && hash !== this.last.hash)
      this.fault(seq, `an anchor vouches for another entry: what changed is after ${this.anchored}`);
    else if (seq === this.last.seq) this.anchored = seq;
    else if (this.header.complete) this.fault(seq, "the anchor is out of order");
  }

  private async takeEnd(end: LogEnd): Promise<void> {
    this.ended = true;
    const { header, last, digest } = this;
    const { entries, anchors } = this.report;
    const genuine =
      header !== null && (await this.signed(endText(header, end), end.signature, [this.report.publicKey]));
    if (!genuine) this.fault(null, "the signature at the end is not right");
    else if (header.complete && (end.seq !== last.seq || end.hash !== last.hash))
      this.fault(last.seq + 1, `the log ends with ${last.seq}; it went up to ${end.seq} when it was downloaded`);
    else if (end.entries !== entries || end.digest !== digest)
      this.fault(null, `what was downloaded were ${end.entries} entries, others than the ${entries} that are here`);
    else if (end.anchors !== anchors) this.fault(null, `there were ${end.anchors} anchors, and ${anchors} are here`);
  }

  /** Call after the last line. */
  finish(): LogReport {
    if (!this.ended) this.fault(this.last.seq + 1, "the end is missing: the log was cut off");
    return this.report;
  }
}

/** Checks a downloaded log. */
export async function verifyLog(
  lines: Iterable<string> | AsyncIterable<string>,
  crypto: LogCrypto,
): Promise<LogReport> {
  const verifier = new LogVerifier(crypto);
  for await (const line of lines) if (line !== "") await verifier.take(line);
  return verifier.finish();
}
