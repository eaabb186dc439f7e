import { lt } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { ACCOUNT_LIMITS } from "../protocol/index.ts";
import { attempts, joinLinks, session, verification } from "./account-tables.ts";

/** Deletes what has ended: sign-ins, challenges, invitations, counts of attempts. Nothing of it could be used any more. */
export async function sweepAccounts(accounts: D1Database, now: number): Promise<void> {
  const db = drizzle(accounts);
  const at = new Date(now);
  await db.batch([
    db.delete(session).where(lt(session.expiresAt, at)),
    db.delete(session).where(lt(session.createdAt, new Date(now - ACCOUNT_LIMITS.signInMs))),
    db.delete(verification).where(lt(verification.expiresAt, at)),
    db.delete(joinLinks).where(lt(joinLinks.expiresAt, at)),
    db.delete(attempts).where(lt(attempts.until, at)),
  ]);
}
