import { canonicalJson } from "./entry.ts";

/** The head of a tenant's log at some time, signed and put where nothing is overwritten. */
export interface LogAnchor {
  tenant: string;
  seq: number;
  /** Of the entry `seq`. */
  hash: string;
  /** When it was anchored, Unix milliseconds. */
  at: number;
  /** Ed25519 over `anchorText`, hex. */
  signature: string;
}

/** What the signature of an anchor is made over. */
export function anchorText({ tenant, seq, hash, at }: Omit<LogAnchor, "signature">): string {
  return `playhead/log-anchor/v1\n${canonicalJson({ tenant, seq, hash, at })}`;
}

/** The first line of a downloaded log. */
export interface LogHeader {
  kind: "log";
  v: 1;
  tenant: string;
  /** Ed25519, hex: what anchors and the end are signed with. */
  publicKey: string;
  /** What anchors were signed with before the master secret was changed; the signature at the end vouches for them. */
  earlierKeys?: string[];
  exportedAt: number;
  /** Whether all entries up to the head are there; otherwise those that fit `filter`. */
  complete: boolean;
  filter: Record<string, unknown>;
}

/** The last line of a downloaded log. */
export interface LogEnd {
  kind: "end";
  /** The head of the chain when it was downloaded. */
  seq: number;
  hash: string;
  /** Anchors that were downloaded. */
  anchors: number;
  /** Entries that were downloaded, and their hashes, one folded into the other; see `foldHash`. */
  entries: number;
  digest: string;
  /** Ed25519 over `endText`, hex. */
  signature: string;
}

/** What the signature at the end of a downloaded log is made over: all that the entries and anchors do not prove themselves. */
export function endText(
  header: LogHeader,
  { signature: _signature, ...end }: Omit<LogEnd, "signature"> & { signature?: string },
): string {
  return `playhead/log-export/v1\n${canonicalJson({ header, end })}`;
}

/** Takes one more entry into the digest of a download. */
export function foldHash(sha256: (text: string) => string, digest: string, hash: string): string {
  return sha256(`${digest}${hash}`);
}
