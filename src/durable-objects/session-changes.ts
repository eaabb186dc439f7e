import { includesLevel, LEVELS, uuidv7 } from "../protocol/index.ts";
import { addRedactions } from "../protocol/privacy/redact-event.ts";
import type { IncomingBatch, SessionIdentity, SessionState } from "./recording-types.ts";

/** The level a session has reached, and why; it never goes down, because what was collected is there. */
function raised(before: SessionIdentity, { level, reason, segment }: SessionIdentity): SessionIdentity {
  // Which segment let it in is known to the first token only.
  const stored = before.segment === undefined && segment ? { ...before, segment } : before;
  return includesLevel(stored.level, level) ? stored : { ...stored, level, reason };
}

/**
 * Who the visitor is by now. What a page says before the token proves it is remembered until a token does: the site signs the
 * visitor in, and the batch that tells of it is often under way before the new token is there.
 */
function knownUser(
  { user, claimed = null }: SessionState,
  proof: string | null,
  claim: IncomingBatch["claim"],
): Pick<SessionState, "user" | "claimed"> {
  const latest = claim ?? claimed;
  if (!latest) return { user, claimed };
  const counts = latest.proof === null || latest.proof === proof;
  return counts ? { user: latest.user, claimed: null } : { user, claimed: latest };
}

/** Held back from now on, unless somebody has looked at it already. */
function quarantined({ quarantine }: SessionState, batch: IncomingBatch, now: number): SessionState["quarantine"] {
  return quarantine ?? (batch.quarantine && { status: "held", entry: uuidv7(now), at: now });
}

/** Below what the server let in: the page was too much for the recorder, and may be so again. */
function steppedDown({ stepped, identity }: SessionState, { summary }: IncomingBatch): SessionState["stepped"] {
  const { level: told } = summary;
  if (!told) return stepped;
  const level = LEVELS.find((name) => name === told.level);
  if (level === undefined || includesLevel(level, identity.level)) return undefined;
  return { level, reason: told.reason };
}

/** The state with what a batch and its token change of it; the same object when they change nothing. A session that had ended goes on. */
export function withBatch(
  state: SessionState,
  identity: SessionIdentity,
  batch: IncomingBatch,
  now: number,
): SessionState {
  const { claim, summary } = batch;
  // Later batches of a document say it again for the case that the first did not arrive.
  const context = batch.seq === 0 || !state.context ? batch.context : undefined;
  const { errors, rages, deads, redacted = [] } = summary;
  const counted = errors + rages + deads > 0;
  const level = raised(state.identity, identity);
  const stepped = steppedDown(state, batch);
  const pictured = state.pictured === true || summary.keyframes.length > 0;
  const person = knownUser(state, identity.user ?? null, claim);
  const same =
    !context &&
    !counted &&
    redacted.length === 0 &&
    !state.ended &&
    level === state.identity &&
    stepped === state.stepped &&
    pictured === (state.pictured ?? false) &&
    person.user === state.user &&
    person.claimed === (state.claimed ?? null);
  if (same) return state;
  const quarantine = quarantined(state, batch, now);
  const before = state.signals ?? { errors: 0, rages: 0, deads: 0 };
  return {
    ...state,
    identity: level,
    context: context ?? state.context,
    ...person,
    stepped,
    pictured,
    signals: { errors: before.errors + errors, rages: before.rages + rages, deads: before.deads + deads },
    ...(redacted.length > 0 && { redacted: addRedactions(state.redacted ?? [], redacted) }),
    ...(quarantine && { quarantine }),
    ended: false,
  };
}
