import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { attempts } from "./account-tables.ts";

/**
 * Counts an attempt, before it is known how it ends, so that many at once count as many. One statement: isolates that count at the same
 * moment do not lose each other's.
 */
export async function countAttempt(
  accounts: D1Database,
  subject: string,
  now: number,
  windowMs: number,
): Promise<{ count: number; until: number }> {
  const over = sql`${attempts.until} <= ${now}`;
  const [row] = await drizzle(accounts)
    .insert(attempts)
    .values({ subject, count: 1, until: new Date(now + windowMs) })
    .onConflictDoUpdate({
      target: attempts.subject,
      set: {
        count: sql`CASE WHEN ${over} THEN 1 ELSE ${attempts.count} + 1 END`,
        until: sql`CASE WHEN ${over} THEN ${now + windowMs} ELSE ${attempts.until} END`,
      },
    })
    .returning({ count: attempts.count, until: attempts.until });
  return { count: row!.count, until: row!.until.getTime() };
}

/** Takes one back: it was no guess. */
export async function uncountAttempt(accounts: D1Database, subject: string): Promise<void> {
  await drizzle(accounts)
    .update(attempts)
    .set({ count: sql`max(0, ${attempts.count} - 1)` })
    .where(eq(attempts.subject, subject));
}

/** Begins anew. */
export async function forgetAttempts(accounts: D1Database, subject: string): Promise<void> {
  await drizzle(accounts).delete(attempts).where(eq(attempts.subject, subject));
}
