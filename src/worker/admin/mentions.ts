import { and, asc, eq, inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { PlayheadError } from "../../protocol/index.ts";
import type { MemberName } from "../../protocol/note.schema.ts";
import { member, user } from "../../storage/account-tables.ts";
import type { AdminRequest } from "./found-session.ts";

/** The members of the tenant by name: whom a note can mention. */
export function memberNames({ env, var: { member: own } }: AdminRequest): Promise<MemberName[]> {
  return drizzle(env.ACCOUNTS)
    .select({ user: user.id, name: user.name })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(eq(member.organizationId, own.tenant.id))
    .orderBy(asc(user.name));
}

/** @throws {PlayheadError} `bad_request` when somebody is mentioned who is no member of the tenant */
export async function checkMentions(
  { env, var: { member: own } }: AdminRequest,
  mentions: readonly string[],
): Promise<void> {
  if (mentions.length === 0) return;
  const found = await drizzle(env.ACCOUNTS)
    .select({ user: member.userId })
    .from(member)
    .where(and(eq(member.organizationId, own.tenant.id), inArray(member.userId, [...mentions])));
  const known = new Set(found.map(({ user: id }) => id));
  const stranger = mentions.find((id) => !known.has(id));
  if (stranger !== undefined)
    throw new PlayheadError(
      "bad_request",
      `Nobody with the id ${stranger.slice(0, 40)} is a member here; GET /api/members/names lists whom a note can mention.`,
    );
}
