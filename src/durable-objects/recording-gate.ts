import type { Region } from "../protocol/index.ts";
import type { AppendResult, SessionIdentity } from "./recording-types.ts";

/** A session that the visitor had erased. */
export interface ErasedSession {
  tenant: string;
  session: string;
  region: Region;
  /** Nothing is left of it. */
  done: boolean;
}

/** Why an object takes no more batches; all at once may be true. Kept beside the session, because it outlives it. */
export interface GateState {
  /** The visitor has said no. */
  refused: boolean;
  /** Number of the last choice of the visitor that this object was told; an earlier one that comes late changes nothing. */
  choice: number;
  /** The byte budget was used up under this version of the settings. Whoever was let in under a later one may go on. */
  overUnder: number | null;
  erased: ErasedSession | null;
  /** When it last changed, Unix milliseconds. */
  at: number;
}

const OPEN: GateState = { refused: false, choice: 0, overUnder: null, erased: null, at: 0 };

/** What a batch is answered with instead of being judged, or `null` when it may come in. */
export function turnedAway(
  { refused, overUnder, erased }: GateState,
  { policyVersion }: Pick<SessionIdentity, "policyVersion">,
): Pick<AppendResult, "verdict" | "reason"> | null {
  if (erased) return { verdict: "deleted" };
  if (refused) return { verdict: "refused", reason: "consent_refused" };
  if (overUnder !== null && policyVersion <= overUnder) return { verdict: "refused", reason: "byte_budget_reached" };
  return null;
}

/** SQL of the gate. */
export class RecordingGate {
  private known: GateState | null = null;

  constructor(
    private readonly sql: SqlStorage,
    /** Whether the object has tables. */
    private readonly exists: () => boolean,
  ) {}

  read(): GateState {
    this.known ??= this.exists() ? this.load() : OPEN;
    return this.known;
  }

  private load(): GateState {
    const [row] = this.sql.exec<{ json: string }>("SELECT json FROM gate").toArray();
    return row ? (JSON.parse(row.json) as GateState) : OPEN;
  }

  change(change: Partial<GateState>, now: number): void {
    const state = { ...this.read(), ...change, at: now };
    this.known = null;
    this.sql.exec(
      "INSERT INTO gate (id, json) VALUES (1, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
      JSON.stringify(state),
    );
  }

  /** Forgets what is remembered of the table. */
  reset(): void {
    this.known = null;
  }
}
