import { DurableObject } from "cloudflare:workers";
import type { LiveMessage } from "../protocol/api.schema.ts";
import { LIMITS } from "../protocol/index.ts";
import { storesOf, type RegionStores, type StorageEnv } from "../storage/index.ts";
import { AlarmClock } from "./alarm-clock.ts";
import { judge } from "./ledger.ts";
import { batchFrame, broadcast } from "./live-frames.ts";
import { Publisher, type RecordingManifest } from "./publisher.ts";
import { RecordingStore } from "./recording-store.ts";
import type { AppendResult, IncomingBatch, SessionIdentity, Totals } from "./recording-types.ts";

type Known = Totals & {
  pages: Map<string, { no: number; keyframe: boolean }>;
  /** Inflated bytes that are in no chunk. */
  pendingBytes: number;
  ended: boolean;
};

/** One per session: ledger, buffer, chunks, live view. An acknowledged batch is forgotten only when R2 and D1 both hold it. */
export class Recording extends DurableObject<StorageEnv> {
  /** Replaced by tests that make a store fail at a chosen step. */
  stores: (identity: SessionIdentity) => RegionStores = ({ region }) => storesOf(this.env, region);

  private readonly store = new RecordingStore(this.ctx.storage.sql);
  private readonly publisher = new Publisher(this.store, {
    storage: this.ctx.storage,
    secret: this.env.MASTER_SECRET,
    stores: (identity) => this.stores(identity),
    forgotten: () => (this.known = null),
    tell: (message) => this.tell(message),
  });
  private readonly clock = new AlarmClock(this.ctx.storage, this.store, {
    index: () => this.index(),
    chunk: (now) => this.cutChunks(now),
    finish: (now) => this.finish(now),
    forget: (now) => this.forget(now),
  });
  /** What the tables say, remembered so that a batch does not read them all; dropped whenever it might differ. */
  private known: Known | null = null;
  /** Counts what the list should show soon: documents and user ids. */
  private listed = 0;
  private running: Promise<void> | null = null;

  private holdings(): Known {
    this.known ??= {
      ...this.store.totals(),
      pages: this.store.pageNumbers(),
      pendingBytes: this.store.pending().reduce((sum, batch) => sum + batch.inflatedBytes, 0),
      ended: this.publisher.state().ended,
    };
    return this.known;
  }

  /** Takes a batch. When this answers `store` or `duplicate` the batch is durable: the answer waits for the commit. */
  append(identity: SessionIdentity, batch: IncomingBatch): AppendResult {
    const now = Date.now();
    const { result, rearm } = this.commit(() => {
      if (!this.known && !this.store.exists()) this.begin(identity);
      return this.take(batch, now);
    });
    // At once, so that batch and alarm are written together; also for a repeated batch, whose first copy may have lost its alarm.
    if (rearm || !this.clock.armed) this.clock.arm();
    if (result.verdict === "store") {
      broadcast(this.ctx.getWebSockets(), batchFrame({ page: batch.page, seq: batch.seq, at: now }, batch.body));
    }
    return result;
  }

  /** One transaction; when it fails, what is remembered of it goes too. */
  private commit<T>(work: () => T): T {
    try {
      return this.ctx.storage.transactionSync(work);
    } catch (error) {
      this.known = null;
      this.clock.reset();
      throw error;
    }
  }

  private begin(identity: SessionIdentity): void {
    this.store.migrate();
    this.store.saveState({ identity, context: null, user: null, ended: false, version: 0, projected: 0 });
    this.known = null;
  }

  private take(batch: IncomingBatch, now: number): { result: AppendResult; rearm: boolean } {
    const known = this.holdings();
    const watched = this.ctx.getWebSockets().length > 0;
    const seen = known.pages.get(batch.page);
    const stored = seen ? this.store.batchHash(seen.no, batch.seq) : null;
    const wireBytes = batch.body.byteLength;
    const candidate = { wireBytes, sha256: batch.sha256, newPage: !seen };
    const verdict = judge(stored, candidate, { ...known, pages: known.pages.size });
    if (verdict !== "store") return { result: { verdict, wantKeyframe: false, watched }, rearm: false };

    const no = seen?.no ?? this.store.addPage(batch.page);
    const keyframe = (seen?.keyframe ?? false) || batch.summary.keyframes.length > 0;
    this.store.addBatch(no, known.lastArrival + 1, now, batch);
    this.store.updatePage(no, batch.summary);
    this.updateState(batch, known.ended);
    const full = known.pendingBytes + batch.inflatedBytes >= LIMITS.chunkCutBytes;
    const changes = [
      this.clock.ensure("finish", now + LIMITS.sessionIdleMs),
      this.clock.ensure("chunk", full ? now : now + LIMITS.chunkMaxAgeMs),
      (!seen || batch.summary.user !== undefined) && this.clock.ensure("index", now + LIMITS.indexDelayMs),
    ];
    // Only now, so that a throw above leaves memory and tables saying the same.
    known.pages.set(batch.page, { no, keyframe });
    known.lastArrival++;
    known.batches++;
    known.wireBytes += wireBytes;
    known.pendingBytes += batch.inflatedBytes;
    known.receivedAt = now;
    known.ended = false;
    if (!seen || batch.summary.user !== undefined) this.listed++;
    return { result: { verdict, wantKeyframe: batch.seq > 0 && !keyframe, watched }, rearm: changes.some(Boolean) };
  }

  /** Notes who and from where, and that a session that had ended goes on. */
  private updateState({ context, summary }: IncomingBatch, ended: boolean): void {
    if (!context && summary.user === undefined && !ended) return;
    const state = this.publisher.state();
    this.store.saveState({
      ...state,
      context: context ?? state.context,
      user: summary.user ?? state.user,
      ended: false,
    });
  }

  override async alarm(): Promise<void> {
    await this.runDue();
  }

  /** Does what is due now; the sweep calls it for sessions whose alarm was lost. */
  async wake(): Promise<void> {
    if (this.store.exists() && this.store.deadlines().length === 0) this.clock.ensure("finish", Date.now());
    await this.runDue();
  }

  private async runDue(): Promise<void> {
    if (!this.store.exists()) return;
    // The alarm and the sweep may come at once; the second waits for the first.
    this.running ??= this.clock.run(Date.now).finally(() => (this.running = null));
    await this.running;
  }

  /** Brings the list up to date. */
  private async index(): Promise<number | null> {
    const { listed } = this;
    await this.publisher.project();
    return this.listed === listed ? null : Date.now() + LIMITS.indexDelayMs;
  }

  private async cutChunks(now: number): Promise<number | null> {
    await this.publisher.cut(this.holdings().lastArrival);
    // Batches that came while we were writing wait for the next cut.
    return this.store.pending().length > 0 ? now + LIMITS.chunkMaxAgeMs : null;
  }

  private async finish(now: number): Promise<number | null> {
    const idleAt = this.store.totals().receivedAt + LIMITS.sessionIdleMs;
    if (idleAt > now) return idleAt;
    await this.publisher.cut(this.holdings().lastArrival);
    // A batch may have come while we were writing: then the session goes on.
    const { receivedAt } = this.store.totals();
    if (receivedAt + LIMITS.sessionIdleMs > now) return receivedAt + LIMITS.sessionIdleMs;
    this.store.saveState({ ...this.publisher.state(), ended: true });
    this.known = null;
    await this.publisher.project();
    // Or while we told the index: the batch has set the session live again.
    if (!this.publisher.state().ended) return Date.now() + LIMITS.sessionIdleMs;
    this.clock.ensure("forget", receivedAt + LIMITS.ledgerKeepMs);
    this.tell({ kind: "ended" });
    return null;
  }

  /** Empties the object once no token can bring another batch. */
  private async forget(now: number): Promise<number | null> {
    const { receivedAt } = this.store.totals();
    if (!this.publisher.state().ended || this.store.pending().length > 0) return now + LIMITS.sessionIdleMs;
    if (receivedAt + LIMITS.ledgerKeepMs > now) return receivedAt + LIMITS.ledgerKeepMs;
    for (const socket of this.ctx.getWebSockets()) socket.close(1000, "the session has ended");
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.known = null;
    return null;
  }

  /** What there is to play, or `null` when the object holds nothing any more: then the index has it all. */
  manifest(): RecordingManifest | null {
    return this.store.exists() ? this.publisher.describe(this.publisher.state()) : null;
  }

  /** The live socket; see `LiveMessage`. The Worker has checked the grant. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket")
      return new Response("expected a WebSocket", { status: 426 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    if (this.store.exists()) {
      const { ended } = this.publisher.state();
      const hello: LiveMessage = {
        kind: "hello",
        chunks: this.store.storedChunks().length,
        status: ended ? "ended" : "live",
      };
      broadcast([server], hello);
      for (const { body, ...header } of this.store.buffered()) broadcast([server], batchFrame(header, body));
    } else broadcast([server], { kind: "hello", chunks: 0, status: "ended" });
    broadcast([server], { kind: "current" });
    if (!this.store.exists() || this.publisher.state().ended) broadcast([server], { kind: "ended" });
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket): void {
    socket.close(1003, "this socket only sends");
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    // 1005 and 1006 only say that there was no code; they may not be sent (RFC 6455 §7.4.1).
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  private tell(message: LiveMessage): void {
    broadcast(this.ctx.getWebSockets(), message);
  }
}
