import { LIMITS, uuidTime, type CollectionLevel } from "../protocol/index.ts";
import type { Environment } from "../protocol/policy.schema.ts";
import type { Settings } from "../protocol/settings.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";
import { admit, audienceOf, decide, reachedSegments } from "./admission.ts";
import type { ByteCounts } from "./byte-counts.ts";
import type { DayCounts } from "./day-counts.ts";
import { quotaPeriod } from "./quota-period.ts";
import type { QuotaWatch } from "./quota-watch.ts";
import type { RecentVisits } from "./recent-visits.ts";
import type { TenantStore } from "./tenant-store.ts";
import type { VisitorRights } from "./visitor-rights.ts";
import type { Visitor } from "./visitor.ts";

/**
 * Sessions that are too old to ask again are forgotten with one new session in this many, by the last bits of its time: the table
 * stays small, and the write costs nothing on average.
 */
const PRUNE_ONE_IN = 128;

/** The answer to a session that asks to be let in. */
export interface Admission {
  level: CollectionLevel;
  reason: DecisionReason;
  environment: string;
  /** When the session was first let in, Unix milliseconds. */
  startedAt: number;
  retentionDays: number;
  /** The user id that counts, or `null`: none was named, or not as the tenant wants it. */
  user: string | null;
  /** The segment that let it in, where that was asked now; a session that comes back is not asked again. */
  segment: string | null;
  /** Somebody looks at the list and wants to hear of it until then, Unix milliseconds. */
  announced?: number;
  /** For the edge to keep for seconds. */
  settings: Settings;
}

/** Where sessions are let in or turned away, and counted. */
export class Door {
  constructor(
    private readonly store: TenantStore,
    private readonly counts: DayCounts,
    private readonly bytes: ByteCounts,
    private readonly watch: QuotaWatch,
    private readonly rights: VisitorRights,
    private readonly visits: RecentVisits,
  ) {}

  /** Decides on a visit that asks, and writes down what that changes; within the caller's transaction. */
  letIn(session: string, settings: Settings, environment: Environment, asking: Visitor, now: number): Admission {
    const { policy } = settings;
    const { anchor, sessions: limit, bytes: byteLimit } = policy.quota;
    const period = quotaPeriod(anchor, now);
    const known = this.store.admitted(session);
    const count = this.store.count(anchor, period.index);
    const bytes = this.bytes.bytes(anchor, period.index);
    const counted = known?.counted ?? false;
    const standing = { admittedAt: known?.at ?? null, counted, count, limit, bytes, byteLimit };
    const letIn = known?.environment === environment.id ? { audience: known.audience, playback: known.counted } : null;
    const consent = this.rights.latest(asking);
    const visitor = { ...asking, consent };
    const decision = decide(policy, environment, visitor, letIn);
    const { level, reason, remembers, counts } = admit(decision, standing, now);
    const startedAt = known?.at ?? now - Math.min(visitor.buffered, LIMITS.bufferMs + LIMITS.bufferSlackMs);
    const audience = audienceOf(policy, environment);
    const { user } = visitor;
    if (counts) {
      this.store.addOne(anchor, period.index);
      this.counts.addSession(now);
      this.watch.warn(policy, now);
    }
    const another = known !== null && user !== null && user !== known.user;
    if (remembers || counts || (level !== "off" && (another || letIn?.audience !== audience))) {
      this.store.saveAdmitted(session, {
        environment: environment.id,
        at: startedAt,
        counted: counts || counted,
        audience,
        visitor: visitor.visitor ?? known?.visitor ?? "",
        user: user ?? known?.user ?? null,
      });
    }
    if (reason === "consent_refused" && known && consent) this.rights.refuse(session, consent, now);
    if (reachedSegments(decision)) this.visits.keep(session, environment.id, visitor, policy.privacy);
    if (remembers && uuidTime(session) % PRUNE_ONE_IN === 0) this.store.pruneAdmitted(now - 2 * LIMITS.sessionMaxMs);
    const { retentionDays } = policy;
    return {
      level,
      reason,
      environment: environment.id,
      startedAt,
      retentionDays,
      user,
      segment: decision.segment,
      settings,
    };
  }
}
