import { anchorText, type LogAnchor } from "../protocol/activity/anchor.ts";
import type { LogCheck, LogStatus } from "../protocol/activity/activity.schema.ts";
import { LOG_ORIGIN, entryText, type LogEntry } from "../protocol/activity/entry.ts";
import { LIMITS, type Region } from "../protocol/index.ts";
import {
  currentSecret,
  listAnchors,
  logPublicKeys,
  logSigner,
  mendProjection,
  putAnchor,
  verifyLogSignature,
  type KeyRing,
  type RegionStores,
} from "../storage/index.ts";
import { sha256Hex, type ActivityChain, type LogState } from "./activity-chain.ts";

/** What is wrong with the chain between two entries, or `null`. `before` is the hash that the first of them follows. */
export function chainFault(entries: readonly LogEntry[], after: number, before: string): LogCheck["fault"] {
  let [seq, hash] = [after, before];
  for (const entry of entries) {
    seq++;
    if (entry.seq !== seq) return { seq, why: "the entry is missing" };
    if (sha256Hex(entryText(entry)) !== entry.hash) return { seq, why: "the entry was changed: its hash is another" };
    if (entry.prevHash !== hash) return { seq, why: "the entry does not follow the one before it" };
    hash = entry.hash;
  }
  return null;
}

/** What stands of the log outside of it, and whether it says the same. */
export class LogChecks {
  constructor(
    private readonly chain: ActivityChain,
    private readonly ring: KeyRing,
    private readonly stores: (region: Region) => RegionStores,
  ) {}

  private change(change: Partial<LogState>): void {
    this.chain.save({ ...this.chain.state()!, ...change });
  }

  status(): Omit<LogStatus, "publicKey"> {
    const { seq, hash } = this.chain.head();
    const state = this.chain.state();
    const { projected = 0, anchored = null, fork = null, verified = null, keys = [] } = state ?? {};
    return { seq, hash, behind: seq - projected, anchored, fork, verified, earlierKeys: keys };
  }

  /** Notes the public keys of the secrets there are, so that what one has signed can be checked when it is gone. Answers all that are known. */
  async noteKeys(): Promise<string[]> {
    const tenant = this.chain.state()?.tenant;
    if (tenant === undefined) return [];
    const there = await logPublicKeys(this.ring, tenant);
    const known = this.chain.state()!.keys ?? [];
    const fresh = there.filter((key) => !known.includes(key));
    if (fresh.length > 0) this.change({ keys: [...known, ...fresh] });
    return [...known, ...fresh];
  }

  /** Puts the signed head of the log where nothing is overwritten. Safe to repeat. */
  async anchor(now: number): Promise<null> {
    const state = this.chain.state();
    const { seq, hash } = this.chain.head();
    if (!state || seq === 0 || seq === state.anchored?.seq) return null;
    const { tenant, region } = state;
    await this.noteKeys();
    const { sign } = await logSigner(currentSecret(this.ring, now).text, tenant);
    const unsigned = { tenant, seq, hash, at: now };
    const there = await putAnchor(this.stores(region).bucket, {
      ...unsigned,
      signature: await sign(anchorText(unsigned)),
    });
    if (there.hash !== hash) {
      // The log is not the one that was anchored: it was put back to an earlier state, or written anew.
      console.error(`activity log: the anchor of entry ${seq} says otherwise`);
      this.change({ fork: seq });
      return null;
    }
    this.change({ anchored: { seq, hash, at: there.at } });
    return null;
  }

  /**
   * Checks the next entries after `after`: the chain, the anchors that vouch for them, and that the index has the same; what the index
   * has otherwise is put right. Answers how far that was.
   */
  async check(after: number, now: number): Promise<LogCheck> {
    const state = this.chain.state();
    const head = this.chain.head();
    if (!state) return { to: 0, head: 0, done: true, fault: null, anchors: 0, mended: 0 };
    const { tenant, region } = state;
    const stores = this.stores(region);
    const entries = this.chain.after(after, LIMITS.logCheckRows);
    const before = after === 0 ? LOG_ORIGIN : (this.chain.after(after - 1, 1)[0]?.hash ?? "");
    const to = after + entries.length;
    const done = to >= head.seq;
    const byAnchor = await this.anchorFault(stores, tenant, after, done ? Infinity : to);
    const fault = chainFault(entries, after, before) ?? byAnchor.fault;
    const mended = await mendProjection(stores.index, tenant, { after, to: done ? null : to }, entries, (id) =>
      this.chain.has(id),
    );
    const known = this.chain.state()!.verified;
    const first = after === 0 ? null : (known?.fault ?? null);
    this.change({ verified: { seq: to, at: now, fault: first ?? fault } });
    return { to, head: head.seq, done, fault, anchors: byAnchor.count, mended };
  }

  private async anchorFault(
    { bucket }: RegionStores,
    tenant: string,
    after: number,
    to: number,
  ): Promise<{ fault: LogCheck["fault"]; count: number }> {
    const keys = await this.noteKeys();
    let count = 0;
    for await (const anchor of listAnchors(bucket, tenant, after)) {
      if (anchor.seq > to) break;
      count++;
      const fault = await this.judge(anchor, keys, this.chain.after(anchor.seq - 1, 1)[0]?.hash);
      if (fault) return { fault, count };
    }
    return { fault: null, count };
  }

  private async judge(
    anchor: LogAnchor,
    keys: readonly string[],
    hash: string | undefined,
  ): Promise<LogCheck["fault"]> {
    const { seq, signature } = anchor;
    const text = anchorText(anchor);
    const by = await Promise.all(keys.map((key) => verifyLogSignature(key, text, signature)));
    if (!by.includes(true)) return { seq, why: "the signature of the anchor is not right" };
    if (hash === undefined) return { seq, why: "an anchor vouches for the entry, and it is missing" };
    return hash === anchor.hash ? null : { seq, why: "an anchor vouches for another entry: the log was written anew" };
  }
}
