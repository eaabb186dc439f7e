import { LIMITS, includesLevel } from "../protocol/index.ts";
import { storesOf, type RegionStores, keyRing } from "../storage/index.ts";
import { AlarmClock, type DeadlineHandler } from "./alarm-clock.ts";
import { ByteReport } from "./byte-report.ts";
import { Closing } from "./closing.ts";
import { DeadlineTable } from "./deadline-table.ts";
import { RECORDING_DEADLINES, type RecordingDeadline } from "./deadlines.ts";
import { addTo, holdingOf, type Holding } from "./holding.ts";
import { judge } from "./ledger.ts";
import { batchFrame, broadcast, closeAll } from "./live-frames.ts";
import type { ObjectsEnv } from "./namespaces.ts";
import { Publisher } from "./publisher.ts";
import { RecordingGate, turnedAway, type ErasedSession } from "./recording-gate.ts";
import { RecordingStore } from "./recording-store.ts";
import type { AppendResult, IncomingBatch, SessionIdentity, Taken } from "./recording-types.ts";
import { RecordingViewers } from "./recording-viewers.ts";
import { Rewriter, type RewriteResult, type RewriteTask } from "./rewriter.ts";

/** One per session: ledger, buffer, chunks, live view. An acknowledged batch is forgotten only when R2 and D1 both hold it. */
export class Recording extends RecordingViewers {
  /** Replaced by tests that make a store fail at a chosen step. */
  stores: (identity: Pick<SessionIdentity, "region">) => RegionStores = ({ region }) => storesOf(this.env, region);

  protected override readonly store = new RecordingStore(this.ctx.storage.sql);
  private readonly deadlines = new DeadlineTable<RecordingDeadline>(this.ctx.storage.sql);
  private readonly gate = new RecordingGate(this.ctx.storage.sql, () => this.deadlines.exists());
  protected override readonly publisher = new Publisher(this.store, {
    storage: this.ctx.storage,
    env: this.env,
    stores: (identity) => this.stores(identity),
    forgotten: () => (this.known = null),
    tell: (message) => broadcast(this.ctx.getWebSockets(), message),
  });
  private readonly clock: AlarmClock<RecordingDeadline> = new AlarmClock(
    this.ctx.storage,
    this.deadlines,
    RECORDING_DEADLINES,
    {
      erase: (now) => this.eraseAll(now),
      index: this.whileHeld(() => this.index()),
      chunk: this.whileHeld((now) => this.cutChunks(now)),
      finish: this.whileHeld((now) => this.finish(now)),
      report: this.whileHeld(async () => {
        await this.bytes.report();
        return null;
      }),
      forget: (now) => this.forget(now),
    },
  );
  private readonly bytes = new ByteReport(this.env, this.store, this.gate, this.clock);
  private readonly closing = new Closing(this.store, this.gate, this.clock, (region) => this.stores({ region }));
  private readonly rewriter = new Rewriter(this.store, {
    ring: keyRing(this.env),
    stores: (region) => this.stores({ region }),
    erased: () => this.gate.read().erased !== null,
    held: () => this.held(),
    settled: async () => void (await this.running),
  });
  /** What the tables say, remembered so that a batch does not read them all; dropped whenever it might differ. */
  private known: Holding | null = null;
  /** Counts what the list should show soon: documents and user ids. */
  private listed = 0;
  private running: Promise<void> | null = null;

  constructor(ctx: DurableObjectState, env: ObjectsEnv) {
    super(ctx, env);
    // Tables that came later.
    if (this.deadlines.exists()) this.store.migrate();
  }

  protected override held(): boolean {
    return this.gate.read().erased === null && this.store.exists();
  }

  /** What is to be done only while there is a session. */
  private whileHeld(handler: DeadlineHandler): DeadlineHandler {
    return async (now) => (this.held() ? handler(now) : null);
  }

  private holdings(): Holding {
    return (this.known ??= holdingOf(this.store));
  }

  /** Takes a batch. When this answers `store` or `duplicate` the batch is durable: the answer waits for the commit. */
  append(identity: SessionIdentity, batch: IncomingBatch): AppendResult {
    const now = Date.now();
    const refusal = turnedAway(this.gate.read(), identity);
    if (refusal) return { ...refusal, wantKeyframe: false, watched: false };
    const { result, rearm, heldBack } = this.transact(() => {
      if (!this.known && !this.store.exists()) this.begin(identity);
      return this.take(identity, batch, now);
    });
    // Whoever may watch on comes back.
    if (heldBack) closeAll(this.ctx.getWebSockets(), 1008, "the session is held back");
    // At once, so that batch and alarm are written together; also for a repeated batch, whose first copy may have lost its alarm.
    if (rearm || !this.clock.armed) this.clock.arm();
    if (result.verdict === "store") {
      broadcast(this.ctx.getWebSockets(), batchFrame({ ...batch, at: now }, batch.body));
      this.lists.changed(now, identity.announced);
    }
    return result;
  }

  /** One transaction; when it fails, what is remembered of it goes too. */
  private transact<T>(work: () => T): T {
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

  private take(identity: SessionIdentity, batch: IncomingBatch, now: number): Taken {
    const known = this.holdings();
    const watched = this.ctx.getWebSockets().length > 0;
    const seen = known.pages.get(batch.page);
    const stored = seen ? this.store.batchHash(seen.no, batch.seq) : null;
    const candidate = { wireBytes: batch.body.byteLength, sha256: batch.sha256, newPage: !seen };
    const verdict = judge(stored, candidate, { ...known, pages: known.pages.size });
    if (verdict !== "store")
      return { result: { verdict, wantKeyframe: false, watched }, rearm: false, heldBack: false };

    const no = seen?.no ?? this.store.addPage(batch.page);
    const keyframe = (seen?.keyframe ?? false) || batch.summary.keyframes.length > 0;
    const trail = this.store.addBatch(no, known, now, batch);
    this.store.updatePage(no, batch.summary);
    const { changed, heldBack } = this.publisher.note(identity, batch, now);
    const listed = changed || !seen;
    const full = known.pendingBytes + batch.inflatedBytes >= LIMITS.chunkCutBytes;
    const changes = [
      this.clock.ensure("finish", now + LIMITS.sessionIdleMs),
      this.clock.ensure("chunk", full ? now : now + LIMITS.chunkMaxAgeMs),
      listed && this.clock.ensure("index", now + LIMITS.indexDelayMs),
    ];
    // Only now, so that a throw above leaves memory and tables saying the same.
    known.pages.set(batch.page, { no, keyframe });
    addTo(known, batch, now);
    known.trail = trail;
    if (listed) this.listed++;
    // Below playback there is nothing that a keyframe would begin.
    const wantKeyframe = includesLevel(identity.level, "playback") && batch.seq > 0 && !keyframe;
    return { result: { verdict, wantKeyframe, watched }, rearm: changes.some(Boolean), heldBack };
  }

  /** Somebody has looked at what was found and lets everybody play the session. `false`: nothing is held here any more. */
  async release(): Promise<boolean> {
    if (!this.held()) return false;
    await this.publisher.release();
    this.lists.changed(Date.now());
    return true;
  }

  /** The visitor has said no: nothing more is taken. `choice` numbers what the Tenant object tells; a late earlier one is ignored. */
  refuse(choice: number): void {
    this.closing.told(choice, true);
  }

  /** The visitor has said yes after a no. */
  allow(choice: number): void {
    this.closing.told(choice, false);
  }

  /** Closes the session to batches and viewers for good; an alarm of its own deletes what there is. */
  async bury(owner: Omit<ErasedSession, "done">): Promise<void> {
    this.closing.beginErasure(owner);
    closeAll(this.ctx.getWebSockets(), 1000, "the session was deleted");
    // What is just being written may bring it back into the list, and a chunk must be in its place before it can be deleted.
    await this.running;
  }

  /**
   * Deletes all there is of the session, here, in R2 and in D1, and keeps only the note that it was, so that late batches are
   * refused. Answers whether nothing is left; else an alarm goes on with it, and asking again does no harm.
   */
  async erase(owner: Omit<ErasedSession, "done">): Promise<boolean> {
    await this.bury(owner);
    await this.runDue();
    return this.closing.erasureDone();
  }

  /** Filters what is stored of the session again, by other settings; as much of it as one call may. Safe to repeat. */
  rewrite(task: RewriteTask): Promise<RewriteResult> {
    return this.rewriter.rewrite(task);
  }

  override async alarm(): Promise<void> {
    await this.runDue();
  }

  /** Does what is due now; the sweep calls it for sessions whose alarm was lost. */
  async wake(): Promise<void> {
    if (this.held() && this.deadlines.all().length === 0) this.clock.ensure("finish", Date.now());
    await this.runDue();
  }

  /** Puts all that has come into chunks, for whoever takes the session out. `false`: nothing is held here any more. */
  async cutNow(): Promise<boolean> {
    await this.running;
    this.publisher.keepNothing();
    if (this.held()) this.clock.commit(() => this.clock.ensure("chunk", Date.now()));
    await this.runDue();
    return this.held();
  }

  private async runDue(): Promise<void> {
    if (!this.deadlines.exists()) return;
    // The alarm and the sweep may come at once; the second waits for the first.
    await (this.running ??= this.clock.run(Date.now).finally(() => (this.running = null)));
  }

  /** Brings the list up to date. */
  private async index(): Promise<number | null> {
    const { listed } = this;
    await this.publisher.project();
    return this.listed === listed ? null : Date.now() + LIMITS.indexDelayMs;
  }

  private async cutChunks(now: number): Promise<number | null> {
    const next = await this.publisher.cutRipe(this.holdings().lastArrival, now);
    await this.bytes.reportOrLater(now);
    return next;
  }

  private async finish(now: number): Promise<number | null> {
    const idleAt = this.store.totals().receivedAt + LIMITS.sessionIdleMs;
    if (idleAt > now) return idleAt;
    await this.publisher.cut(this.holdings().lastArrival);
    this.lists.look(await this.bytes.reportOrLater(now));
    // A batch may have come while we were writing: then the session goes on.
    const { receivedAt } = this.store.totals();
    if (receivedAt + LIMITS.sessionIdleMs > now) return receivedAt + LIMITS.sessionIdleMs;
    this.store.saveState({ ...this.publisher.state(), ended: true });
    this.known = null;
    await this.publisher.project();
    // Or while we told the index: the batch has set the session live again.
    if (!this.publisher.state().ended) return Date.now() + LIMITS.sessionIdleMs;
    this.clock.ensure("forget", receivedAt + LIMITS.ledgerKeepMs);
    broadcast(this.ctx.getWebSockets(), { kind: "ended" });
    this.lists.changed(now);
    return null;
  }

  private async eraseAll(now: number): Promise<null> {
    // An object that is just being written must be in its place before it can be deleted.
    await this.rewriter.idle();
    await this.closing.erase(now);
    this.known = null;
    return null;
  }

  /** Empties the object once no token can bring another batch. */
  private async forget(now: number): Promise<number | null> {
    if (this.held() && (!this.publisher.state().ended || this.store.pending().length > 0))
      return now + LIMITS.sessionIdleMs;
    const quietSince = Math.max(this.store.totals().receivedAt, this.gate.read().at);
    if (quietSince + LIMITS.ledgerKeepMs > now) return quietSince + LIMITS.ledgerKeepMs;
    closeAll(this.ctx.getWebSockets(), 1000, "the session has ended");
    await Promise.all([this.ctx.storage.deleteAlarm(), this.ctx.storage.deleteAll()]);
    this.known = null;
    this.gate.reset();
    return null;
  }
}
