import { inArray, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { user } from "../../storage/account-tables.ts";
import type { AdminRequest } from "./found-session.ts";

const PERSON = "user:";

/** Names of people of the activity log as they are called today, by what the log calls them. */
export async function actorNames({ env }: AdminRequest, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = actors.filter((actor) => actor.startsWith(PERSON)).map((actor) => actor.slice(PERSON.length));
  // As JSON, because D1 takes 100 parameters and a page may have 200 people.
  const found = await drizzle(env.ACCOUNTS)
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(inArray(user.id, sql`(SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`));
  return new Map(found.map(({ id, name }) => [`${PERSON}${id}`, name]));
}
