import { ACCOUNT_LIMITS, PlayheadError, SECOND_MS } from "../../protocol/index.ts";
import { countAttempt, forgetAttempts, hmacText, uncountAttempt, keyRing, currentSecret } from "../../storage/index.ts";
import type { Env } from "../env.ts";

const { attemptsMs, attemptsAccount, attemptsAddress } = ACCOUNT_LIMITS;

/** What is counted by: somebody with IPv6 has a /64 at least. */
function network(request: Request): string {
  const address = request.headers.get("CF-Connecting-IP") ?? "unknown";
  return address.includes(":") ? address.split(":").slice(0, 4).join(":") : address;
}

/** Bounds the attempts at something that guesses could get through; the counts are in D1, so that all isolates share them. */
export interface Throttle {
  /** The attempt was no guess: it is not counted, and the account begins anew. */
  passed(): Promise<void>;
}

/**
 * Counts an attempt by address and, where it is one at an account, by account. Only HMACs of both are kept.
 * @throws {PlayheadError} `too_many_requests`
 */
export async function throttle(env: Env, request: Request, account: string | null): Promise<Throttle> {
  const now = Date.now();
  const subjectOf = (text: string) => hmacText(currentSecret(keyRing(env)).text, "attempts", text);
  const address = await subjectOf(`address:${network(request)}`);
  const person = account === null ? null : await subjectOf(`account:${account.trim().toLowerCase()}`);
  const counts: { subject: string; most: number }[] = [{ subject: address, most: attemptsAddress }];
  if (person !== null) counts.push({ subject: person, most: attemptsAccount });
  for (const { subject, most } of counts) {
    const { count, until } = await countAttempt(env.ACCOUNTS, subject, now, attemptsMs);
    if (count > most)
      throw new PlayheadError(
        "too_many_requests",
        `Too many attempts failed. Try again in ${Math.ceil((until - now) / 60_000)} minutes.`,
        Math.ceil((until - now) / SECOND_MS),
      );
  }
  return {
    async passed() {
      await uncountAttempt(env.ACCOUNTS, address);
      if (person !== null) await forgetAttempts(env.ACCOUNTS, person);
    },
  };
}

/**
 * Whether a person has not signed in with this code of an app before, while it is good (RFC 6238 §5.2). Asked when it has turned out to be
 * right; of two that come at once one is the first.
 */
export async function isFirstUse(env: Env, person: string, body: unknown): Promise<boolean> {
  const { code } = (body ?? {}) as { code?: unknown };
  const subject = await hmacText(currentSecret(keyRing(env)).text, "attempts", `code:${person}:${String(code)}`);
  const { count } = await countAttempt(env.ACCOUNTS, subject, Date.now(), ACCOUNT_LIMITS.codeMs);
  return count === 1;
}
