import { expect, it } from "vitest";
import { admit, type Outcome } from "../../../src/durable-objects/admission.ts";
import { quotaPeriod } from "../../../src/durable-objects/quota-period.ts";
import { LIMITS } from "../../../src/protocol/index.ts";

const NO_BYTES = { bytes: 0, byteLimit: null };
const OPERATIONS = 1_000_000;
const DAY = 86_400_000;
const PLAYBACK: Outcome = { level: "playback", reason: "recorded" };
const DXA: Outcome = { level: "dxa", reason: "not_started" };

/** Numbers in [0, 1), the same each run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Known {
  at: number;
  counted: boolean;
}

/** What the Tenant object does with `admit`, over plain maps in place of its tables. */
class Subject {
  readonly known = new Map<number, Known>();
  readonly counts = new Map<string, number>();
  anchor = 0;
  limit = 0;

  setQuota(limit: number, now: number): void {
    this.anchor = now;
    this.limit = limit;
    for (const key of this.counts.keys()) if (key.startsWith(`${now}/`)) this.counts.delete(key);
  }

  ask(session: number, wanted: Outcome, now: number): Outcome {
    const period = `${this.anchor}/${quotaPeriod(this.anchor, now).index}`;
    const before = this.known.get(session);
    const count = this.counts.get(period) ?? 0;
    const standing = {
      admittedAt: before?.at ?? null,
      counted: before?.counted ?? false,
      count,
      limit: this.limit,
      ...NO_BYTES,
    };
    const { level, reason, remembers, counts } = admit(wanted, standing, now);
    if (counts) this.counts.set(period, count + 1);
    if (remembers || counts) this.known.set(session, { at: before?.at ?? now, counted: counts || standing.counted });
    return { level, reason };
  }
}

/** The first moment of a period, by the calendar's own words: the anchor's day, or the month's last. */
function monthStart(anchor: Date, months: number): number {
  const year = anchor.getUTCFullYear() + Math.floor((anchor.getUTCMonth() + months) / 12);
  const month = (((anchor.getUTCMonth() + months) % 12) + 12) % 12;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month]!;
  const time = anchor.toISOString().slice(10);
  const date = String(Math.min(anchor.getUTCDate(), days)).padStart(2, "0");
  return Date.parse(`${String(year).padStart(4, "0")}-${String(month + 1).padStart(2, "0")}-${date}${time}`);
}

/** Written down apart from the program: who was counted when, in lists of periods that are searched. */
class Model {
  /** Of the quota in force: the start of each period that was met, with the sessions counted in it. */
  periods: { start: number; end: number; counted: Set<number> }[] = [];
  private readonly everCounted = new Set<number>();
  private readonly firstLetIn = new Map<number, number>();
  private anchor = new Date(0);
  limit = 0;

  setQuota(limit: number, now: number): void {
    this.anchor = new Date(now);
    this.limit = limit;
    this.periods = [];
  }

  private period(now: number) {
    const found = this.periods.find(({ start, end }) => start <= now && now < end);
    if (found) return found;
    let months = Math.round((now - this.anchor.getTime()) / (30.44 * DAY));
    while (monthStart(this.anchor, months) > now) months--;
    while (monthStart(this.anchor, months + 1) <= now) months++;
    const made = {
      start: monthStart(this.anchor, months),
      end: monthStart(this.anchor, months + 1),
      counted: new Set<number>(),
    };
    this.periods.push(made);
    return made;
  }

  ask(session: number, wanted: Outcome, now: number): Outcome {
    const first = this.firstLetIn.get(session);
    if (first !== undefined && now >= first + LIMITS.sessionMaxMs) return { level: "off", reason: "session_expired" };
    if (wanted.level === "playback" && !this.everCounted.has(session)) {
      const { counted } = this.period(now);
      if (counted.size === this.limit) return { level: "off", reason: "quota_reached" };
      counted.add(session);
      this.everCounted.add(session);
    }
    if (first === undefined) this.firstLetIn.set(session, now);
    return wanted;
  }
}

/** Anchors that months treat differently: 29th to 31st, and 29 February. */
const BEGINNINGS = ["2024-01-31T23:59:59.999Z", "2024-02-29T00:00:00.000Z", "2023-10-30T12:00:00.000Z"].map(Date.parse);

it(
  `the quota is what an independent model says in ${OPERATIONS} operations, and is never exceeded`,
  { timeout: 60_000 },
  () => {
    const next = random(20_310_105);
    const below = (bound: number) => Math.floor(next() * bound);
    const subject = new Subject();
    const model = new Model();
    const setQuota = (limit: number, now: number) => [subject, model].forEach((each) => each.setQuota(limit, now));
    let now = BEGINNINGS[0]!;
    let session = 0;
    const seen = new Map<string, number>();
    setQuota(50, now);
    for (let i = 0; i < OPERATIONS; i++) {
      const kind = next();
      if (kind < 0.0005)
        setQuota(below(200), kind < 0.0001 ? (now = BEGINNINGS[below(3)]! + below(4) * 365 * DAY) : now);
      else if (kind < 0.002) now += below(70 * DAY);
      // The clock of a machine is set back: by an hour, or by months.
      else if (kind < 0.003) now = Math.max(BEGINNINGS[2]!, now - below(kind < 0.0029 ? 3_600_000 : 90 * DAY));
      else now += below(600_000);
      // Every third asks again, about one of the last hundred sessions.
      const asking = next() < 0.33 ? Math.max(0, session - below(100)) : ++session;
      const wanted = next() < 0.8 ? PLAYBACK : DXA;
      const answer = subject.ask(asking, wanted, now);
      const wantedAnswer = model.ask(asking, wanted, now);
      if (answer.level !== wantedAnswer.level || answer.reason !== wantedAnswer.reason)
        expect({ i, now, answer }).toEqual({ i, now, answer: wantedAnswer });
      seen.set(answer.reason, (seen.get(answer.reason) ?? 0) + 1);
      const count = subject.counts.get(`${subject.anchor}/${quotaPeriod(subject.anchor, now).index}`) ?? 0;
      if (count > subject.limit) throw new Error(`operation ${i}: ${count} of ${subject.limit}`);
    }
    // Every kind of answer came, often.
    expect([...seen.keys()].toSorted()).toEqual(["not_started", "quota_reached", "recorded", "session_expired"]);
    for (const times of seen.values()) expect(times).toBeGreaterThan(1_000);
  },
);
