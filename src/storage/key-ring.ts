import type { StorageEnv } from "./env.ts";

/** One of the secrets that all keys are derived from. */
export interface MasterSecret {
  /** 1 is `MASTER_SECRET`, 2 is `MASTER_SECRET_2`, and so on. */
  number: number;
  /** From when on new things are made with it, Unix milliseconds. It opens what was made with it at any time. */
  from: number;
  text: string;
}

/**
 * The secrets there are, the newest first. New things are made with the newest that is in force; what is there opens with the one it was
 * made with.
 */
export type KeyRing = readonly [MasterSecret, ...MasterSecret[]];

const NAME = /^MASTER_SECRET(?:_([2-9]|[1-9]\d+))?$/;

/** `<time> <secret>`: the time is ahead when it is put there, so that by then all of the deployment has it. */
const DATED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) +(\S+)$/;

/** Characters: 256 bits in base64 are 43. */
const MIN_CHARS = 32;

function secretOf(name: string, digits: string | undefined, value: string): MasterSecret {
  const [, time, text] = DATED.exec(value) ?? [];
  const secret = { number: Number(digits ?? 1), from: time ? Date.parse(time) : 0, text: text ?? value };
  if (secret.text.length < MIN_CHARS)
    throw new Error(`${name} must have at least ${MIN_CHARS} characters: wrangler secret put ${name}`);
  return secret;
}

/** A ring of one secret. */
export function ringOf(text: string): KeyRing {
  return [secretOf("MASTER_SECRET", undefined, text)];
}

const rings = new WeakMap<object, KeyRing>();

/** The secrets of a deployment. @throws when there is none, or one is too short. */
export function keyRing(env: Pick<StorageEnv, "MASTER_SECRET">): KeyRing {
  const known = rings.get(env);
  if (known) return known;
  const [first, ...rest] = Object.entries(env)
    .flatMap(([name, value]: [string, unknown]) => {
      const match = NAME.exec(name);
      return match && typeof value === "string" ? [secretOf(name, match[1], value)] : [];
    })
    .toSorted((a, b) => b.number - a.number);
  if (!first) throw new Error("there is no MASTER_SECRET: wrangler secret put MASTER_SECRET");
  const ring: KeyRing = [first, ...rest];
  rings.set(env, ring);
  return ring;
}

/** What new things are made with. */
export function currentSecret(ring: KeyRing, now = Date.now()): MasterSecret {
  return ring.find(({ from }) => from <= now) ?? oldestSecret(ring);
}

/** What everything was made with that does not say so: it is from before there were several. */
export function oldestSecret(ring: KeyRing): MasterSecret {
  return ring.at(-1)!;
}

/** The secrets as texts, the one in force first: for what may have been made with any of them. */
export function secretTexts(ring: KeyRing, now = Date.now()): [string, ...string[]] {
  const current = currentSecret(ring, now);
  return [current.text, ...ring.filter((secret) => secret !== current).map(({ text }) => text)];
}

/** The secret with a number. @throws when it is not there (yet, or any more). */
export function secretNumbered(ring: KeyRing, number: number): MasterSecret {
  const found = ring.find((secret) => secret.number === number);
  if (!found) throw new Error(`master secret ${number} is not among the secrets of this deployment`);
  return found;
}
