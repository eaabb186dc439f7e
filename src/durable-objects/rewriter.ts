import { brotliDecompressSync } from "node:zlib";
import { LIMITS, type ReactionRules, type Region } from "../protocol/index.ts";
import { recorderPrivacyOf } from "../protocol/privacy/new-privacy.ts";
import type { PrivacySettings } from "../protocol/privacy/privacy.schema.ts";
import { Refilter } from "../protocol/privacy/refilter.ts";
import {
  chunkKey,
  chunkKeysAround,
  chunkRevisions,
  getChunk,
  readDataKey,
  releaseAssets,
  replaceChunk,
  scrubSession,
  switchChunk,
  type ChunkRevision,
  type RegionStores,
  type KeyRing,
} from "../storage/index.ts";
import { observeChunk, refilterChunk } from "./chunk-rewrite.ts";
import { faultWords } from "./fault-words.ts";
import type { RecordingStore } from "./recording-store.ts";

/** A stored session is to be filtered again. */
export interface RewriteTask {
  /** Id of the job. */
  job: string;
  tenant: string;
  session: string;
  region: Region;
  privacy: PrivacySettings;
  /** By what clicks are judged again. */
  rules?: ReactionRules | undefined;
  /** Chunk to begin with: 0, or where the call before left off. */
  from: number;
}

/**
 * How far it came. `live`: the session goes on, ask again when it has ended. `gone`: it was deleted. `failed`: ask again, what is done
 * is done.
 */
export interface RewriteResult {
  state: "done" | "more" | "live" | "gone" | "failed";
  /** With `more`, the chunk to go on with. */
  next: number;
  /** Whether this call has changed anything. */
  changed: boolean;
  /** With `failed`: what went wrong. */
  why?: string;
}

/** One call, and whether it has changed anything so far; known also when it fails. */
interface Call extends RewriteTask {
  changed: boolean;
}

/** What the rewriter needs of the object it belongs to. */
export interface RewriterShell {
  ring: KeyRing;
  stores(region: Region): RegionStores;
  erased(): boolean;
  /** Whether the object holds the session; later it is only in R2 and D1. */
  held(): boolean;
  /** Resolves when nothing that was begun before is still being written. */
  settled(): Promise<void>;
}

/**
 * Filters a stored session again, chunk by chunk: the new object is put, then the index names it, then the old one is deleted.
 * Every step can be repeated; what is broken off is found again by the revisions around the one that the index has.
 */
export class Rewriter {
  private running: Promise<unknown> | null = null;
  /** What the pages of the session looked like after the last chunk, for the call that goes on from there. */
  private memory: { job: string; next: number; refilter: Refilter } | null = null;

  constructor(
    private readonly store: RecordingStore,
    private readonly shell: RewriterShell,
  ) {}

  /** Resolves when no chunk is being rewritten. */
  async idle(): Promise<void> {
    // Whoever called hears what went wrong; here only the end counts.
    await this.running?.catch(() => {});
  }

  /** As much as one call may do. One call at a time: the one before may have lost its caller and still be at work. */
  async rewrite(task: RewriteTask): Promise<RewriteResult> {
    while (this.running) await this.idle();
    const run = this.attempt({ ...task, changed: false }).finally(() => (this.running = null));
    this.running = run;
    return run;
  }

  /** A failure is an answer: what has been changed before it must not be forgotten. */
  private async attempt(call: Call): Promise<RewriteResult> {
    try {
      return { ...(await this.step(call)), changed: call.changed };
    } catch (error) {
      return { state: "failed", next: call.from, changed: call.changed, why: faultWords(error) };
    }
  }

  private isLive(): boolean {
    return this.shell.held() && (!this.store.state()!.ended || this.store.pending().length > 0);
  }

  private async step(call: Call): Promise<Omit<RewriteResult, "changed">> {
    const { tenant, session, region, privacy, rules, from } = call;
    if (this.shell.erased()) return { state: "gone", next: 0 };
    if (this.isLive()) return { state: "live", next: 0 };
    const stores = this.shell.stores(region);
    if (from === 0) await this.scrub(stores, call);
    const chunks = await chunkRevisions(stores.index, tenant, session);
    const first = chunks.findIndex(({ n }) => n >= from);
    if (first < 0) return this.end();
    const key = await readDataKey(stores.bucket, this.shell.ring, tenant, session);
    if (!key) throw new Error("the session has chunks and no key");
    const { memory } = this;
    // It is put back when a call came to its end: after a failure nobody knows what it has seen.
    this.memory = null;
    const refilter =
      memory?.job === call.job && memory.next === from
        ? memory.refilter
        : new Refilter(recorderPrivacyOf(privacy), rules);
    if (refilter !== memory?.refilter) {
      for (const chunk of chunks.slice(0, first)) observeChunk(await this.read(stores, key, call, chunk), refilter);
    }
    let bytes = 0;
    for (const chunk of chunks.slice(first)) {
      if (this.shell.erased()) return { state: "gone", next: 0 };
      if (bytes > 0 && bytes + chunk.textBytes > LIMITS.rewriteCallBytes) {
        this.memory = { job: call.job, next: chunk.n, refilter };
        return { state: "more", next: chunk.n };
      }
      bytes += chunk.textBytes;
      await this.rewriteChunk(stores, key, call, chunk, refilter);
    }
    return this.end();
  }

  /** A batch may have come while we were writing: then there is more to rewrite when the session has ended again. */
  private end(): Omit<RewriteResult, "changed"> {
    if (this.shell.erased()) return { state: "gone", next: 0 };
    return { state: this.isLive() ? "live" : "done", next: 0 };
  }

  /** Takes addresses, titles and place out of what is known of the session; of a content-free one, its files too. */
  private async scrub({ index }: RegionStores, call: Call): Promise<void> {
    const { tenant, session, privacy } = call;
    // First here, so that no later projection brings it back; and one that was begun before has its end first.
    if (this.shell.held() && this.store.scrub(privacy)) call.changed = true;
    await this.shell.settled();
    if (await scrubSession(index, tenant, session, privacy)) call.changed = true;
    if (privacy.mode === "content_free") await releaseAssets(index, tenant, session);
  }

  private async read(
    { bucket }: RegionStores,
    key: CryptoKey,
    { tenant, session }: RewriteTask,
    { n, rev }: ChunkRevision,
  ): Promise<Uint8Array> {
    const packed = await getChunk(bucket, key, { tenant, session, n, rev });
    if (!packed) throw new Error(`chunk ${n} is in the index and not in the bucket`);
    // A masked text may be longer than it was; beyond this the chunk is none of ours.
    return brotliDecompressSync(packed, { maxOutputLength: 2 * LIMITS.chunkInflatedBytes });
  }

  private async rewriteChunk(
    stores: RegionStores,
    key: CryptoKey,
    call: Call,
    chunk: ChunkRevision,
    refilter: Refilter,
  ): Promise<void> {
    const { tenant, session } = call;
    const text = refilterChunk(await this.read(stores, key, call, chunk), refilter);
    let current = chunk;
    if (text) {
      call.changed = true;
      const place = { tenant, session, n: chunk.n, rev: chunk.rev + 1 };
      const stored = await replaceChunk(stores.bucket, key, place, text);
      await switchChunk(stores.index, place, stored, text.byteLength);
      current = { n: chunk.n, rev: place.rev, textBytes: text.byteLength, ...stored };
    }
    // Of an unchanged one too: a rewrite that was broken off may have come as far as the index.
    if (this.shell.held()) this.store.noteRevision(current);
    const own = chunkKey(tenant, session, current.n, current.rev);
    const stale = chunkKeysAround(tenant, session, current.n, current.rev).filter((name) => name !== own);
    await stores.bucket.delete(stale);
  }
}
