import type { NewEntry } from "../protocol/activity/entry.ts";
import type { LiveMessage, PageRow } from "../protocol/api.schema.ts";
import { LIMITS } from "../protocol/index.ts";
import {
  ensureDataKey,
  project,
  putChunk,
  refreshSearch,
  type ChunkRecord,
  type RegionStores,
  type SessionRecord,
  keyRing,
} from "../storage/index.ts";
import { tenantObject, type ObjectsEnv } from "./namespaces.ts";
import { keptBack, planChunk } from "./chunk-plan.ts";
import { chunkText } from "./chunk-text.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { IncomingBatch, PlannedChunk, SessionIdentity, SessionState } from "./recording-types.ts";
import { withBatch } from "./session-changes.ts";
import { sessionRecord } from "./session-record.ts";

/** What is played while a session is not in the index yet, or not all of it. */
export interface RecordingManifest {
  session: SessionRecord;
  pages: PageRow[];
  chunks: ChunkRecord[];
}

/** What the publisher needs of the object it belongs to. */
export interface PublisherShell {
  storage: DurableObjectStorage;
  env: ObjectsEnv;
  stores(identity: SessionIdentity): RegionStores;
  /** Called when buffered bytes have been forgotten. */
  forgotten(): void;
  tell(message: LiveMessage): void;
}

/** That the product held the session back, for the activity log; always the same entry. */
function heldEntry({ identity, quarantine }: SessionState): NewEntry | null {
  if (!quarantine || quarantine.logged) return null;
  const { environment, session } = identity;
  const { entry: id, at } = quarantine;
  return { id, at, actor: "system", action: "held_back", environment, session };
}

/** Brings what the object holds to R2 and D1. Every step can be repeated; nothing is forgotten before both hold it. */
export class Publisher {
  private keepsNothing = false;

  constructor(
    private readonly store: RecordingStore,
    private readonly shell: PublisherShell,
  ) {}

  state(): SessionState {
    const state = this.store.state();
    if (!state) throw new Error("this object holds no session");
    return state;
  }

  /** Notes what a batch and its token say of the session. Answers whether the list should show it soon, and if it is held back now. */
  note(identity: SessionIdentity, batch: IncomingBatch, now: number): { changed: boolean; heldBack: boolean } {
    const before = this.state();
    const state = withBatch(before, identity, batch, now);
    if (state !== before) this.store.saveState(state);
    const heldBack = state.quarantine !== undefined && !before.quarantine;
    const changed =
      heldBack ||
      state.user !== before.user ||
      state.identity.level !== before.identity.level ||
      state.stepped !== before.stepped;
    return { changed, heldBack };
  }

  /** Holds the session back no more, here and in the index. */
  async release(): Promise<void> {
    const state = this.state();
    const { quarantine } = state;
    if (quarantine) this.store.saveState({ ...state, quarantine: { ...quarantine, status: "released" } });
    await this.project();
  }

  /** Session, documents and stored chunks as they are now; `writing` are chunks about to be stored. */
  describe(state: SessionState, writing: readonly ChunkRecord[] = []): RecordingManifest {
    const pages = this.store.pages();
    const chunks = this.store.storedChunks();
    const session = sessionRecord(state, this.store.totals(), pages, chunks.length + writing.length);
    return { session, pages: pages.map(({ lastUrl: _url, lastTitle: _title, ...page }) => page), chunks };
  }

  /** Brings the index up to date: the session, the documents that changed since the last time, and `chunks`. */
  async project(chunks: readonly ChunkRecord[] = []): Promise<void> {
    await this.logHeld();
    const state = this.state();
    state.version = Math.max(state.version + 1, Date.now());
    this.store.saveState(state);
    const { lastArrival } = this.store.totals();
    const { session, pages } = this.describe(state, chunks);
    const changed = this.store.pagesSince(state.projected);
    const rows = pages.filter(({ page }) => changed.has(page));
    const trail = this.store.trail.read(session.startedAt, session.entryUrl);
    const trailed = trail.entries.length + trail.cut;
    const longer = trailed !== (state.trailed ?? 0);
    const { index } = this.shell.stores(state.identity);
    await project(index, { session, pages: rows, chunks, trail: longer ? trail : null });
    const searched = await this.refreshSearch(state, chunks.length > 0);
    // The state may have changed meanwhile; only this of it is ours to write.
    this.store.saveState({
      ...this.state(),
      projected: lastArrival,
      trailed,
      ...(searched !== undefined && { searched }),
    });
  }

  /**
   * Makes the session found by what it is by now: when it is new, with each chunk and at its end. Each time is some ten rows of the
   * search index, so a document more has to wait.
   */
  private async refreshSearch({ identity, ended, searched }: SessionState, cut: boolean): Promise<string | undefined> {
    if (searched !== undefined && !cut && !ended) return searched;
    const { tenant, session } = identity;
    const known = new Map(searched === undefined ? [] : [[session, searched]]);
    const digests = await refreshSearch(this.shell.stores(identity).index, tenant, [session], known);
    return digests.get(session) ?? searched;
  }

  private async logHeld(): Promise<void> {
    const held = heldEntry(this.state());
    if (!held) return;
    const { tenant, region } = this.state().identity;
    await tenantObject(this.shell.env, region, tenant).enter({ tenant, region }, held);
    const state = this.state();
    this.store.saveState({ ...state, quarantine: { ...state.quarantine!, logged: true } });
  }

  /** The next cut leaves no batch to wait for a chunk that begins with its keyframe. */
  keepNothing(): void {
    this.keepsNothing = true;
  }

  /** Cuts what arrived up to `until`, without what begins with the last keyframe, and answers when what is left comes of age. */
  async cutRipe(until: number, now: number): Promise<number | null> {
    const kept = this.keepsNothing ? null : keptBack(this.store.pending(), now);
    this.keepsNothing = false;
    await this.cut(kept === null ? until : kept - 1);
    const [first] = this.store.pending();
    return first ? Math.max(now + LIMITS.chunkMinGapMs, first.at + LIMITS.chunkMaxAgeMs) : null;
  }

  /** Puts everything that arrived up to `until` into chunks. */
  async cut(until: number): Promise<void> {
    for (;;) {
      const planned = this.store.plannedChunk() ?? this.plan(until);
      if (!planned) return;
      await this.write(planned);
    }
  }

  private plan(until: number): PlannedChunk | null {
    const last = planChunk(this.store.pending().filter((batch) => batch.arrival <= until));
    return last === null ? null : this.store.planChunk(last);
  }

  /** R2, then D1, then forget. */
  private async write(planned: PlannedChunk): Promise<void> {
    const { identity } = this.state();
    const { tenant, session } = identity;
    const { bucket } = this.shell.stores(identity);
    const text = chunkText(this.store.buffered(planned.first, planned.last));
    const key = await ensureDataKey(bucket, keyRing(this.shell.env), tenant, session);
    const stored = await putChunk(bucket, key, { tenant, session, n: planned.n }, text);
    const record = {
      n: planned.n,
      ...this.store.span(planned.first, planned.last),
      textBytes: text.byteLength,
      ...stored,
    };
    await this.project([record]);
    this.shell.storage.transactionSync(() => this.store.forgetBatches(planned, record));
    this.shell.forgotten();
    this.shell.tell({ kind: "chunk", chunks: planned.n + 1 });
  }
}
