import { customPayload, EventType, type CustomPayloads, type RecordedEvent } from "./events.ts";
import { REACTIONS } from "./limits.ts";

/** From when on clicks count as rage and as dead; a tenant's settings. */
export interface ReactionRules {
  /** So many clicks on one spot… */
  rageClicks: number;
  /** … within so long are rage, milliseconds, when nothing came of them. */
  rageMs: number;
  /** What has changed nothing by then is dead, milliseconds. */
  deadMs: number;
}

/** What holds until a tenant says otherwise. */
export function newReactionRules(): ReactionRules {
  const { rageClicks, rageMs, deadMs } = REACTIONS;
  return { rageClicks, rageMs, deadMs };
}

type Facts = Partial<CustomPayloads["playhead.reaction"]>;
type Sign =
  | { tag: "playhead.rage"; payload: CustomPayloads["playhead.rage"] }
  | { tag: "playhead.dead"; payload: CustomPayloads["playhead.dead"] };

/** What clicks on one spot were, by these rules. A shape inside `facts` is not trusted. */
export function judgeClicks(facts: Facts, { rageClicks, rageMs, deadMs }: ReactionRules): Sign[] {
  const clicks = Array.isArray(facts.clicks) ? facts.clicks.filter((at) => typeof at === "number") : [];
  const last = clicks.at(-1);
  const { changed = null } = facts;
  if (last === undefined || (typeof changed === "number" && changed <= last + deadMs)) return [];
  const { x = 0, y = 0, name = "", reacts = false } = facts;
  const quick = clicks.some((at, index) => (clicks[index + rageClicks - 1] ?? Infinity) - at <= rageMs);
  const signs: Sign[] = [];
  // Two clicks select a word and three a paragraph; on something that looks like a button nobody means that.
  if (quick && (reacts || !facts.selected))
    signs.push({ tag: "playhead.rage", payload: { clicks: clicks.length, x, y, name } });
  if (reacts) signs.push({ tag: "playhead.dead", payload: { x, y, name } });
  return signs;
}

function isSign(event: RecordedEvent | undefined, at: number): boolean {
  return (
    event?.timestamp === at &&
    (customPayload(event, "playhead.rage") !== null || customPayload(event, "playhead.dead") !== null)
  );
}

/**
 * Puts rage and dead clicks behind the facts they follow from, in place of what other rules made of them. `null`: nothing changes. The
 * one place where they are made: at ingest, and again when stored sessions are filtered by other settings.
 */
export function judgeEvents(events: readonly RecordedEvent[], rules: ReactionRules): RecordedEvent[] | null {
  const judged: RecordedEvent[] = [];
  let changed = false;
  for (let at = 0; at < events.length; at++) {
    const event = events[at]!;
    judged.push(event);
    const facts = customPayload(event, "playhead.reaction");
    if (!facts) continue;
    const { timestamp } = event;
    const signs = judgeClicks(facts, rules).map((data) => ({ type: EventType.Custom, data, timestamp }));
    const before = at;
    while (isSign(events[at + 1], timestamp)) at++;
    const same = JSON.stringify(events.slice(before + 1, at + 1)) === JSON.stringify(signs);
    judged.push(...(same ? events.slice(before + 1, at + 1) : signs));
    changed ||= !same;
  }
  return changed ? judged : null;
}
