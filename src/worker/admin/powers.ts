import { PlayheadError, permissionsOf, type Permission, type Role } from "../../protocol/index.ts";
import type { Member } from "./member.ts";

function lacking({ permissions }: Member, wanted: readonly Permission[]): Permission[] {
  return wanted.filter((permission) => !permissions.includes(permission));
}

/**
 * Nobody gives, or takes away, more than they have: only owners make, change or remove owners, and a key no role that may do what the key
 * may not.
 * @throws {PlayheadError} `forbidden`
 */
export function checkMayHandle(member: Member, role: string): void {
  if (role === ("owner" satisfies Role) && member.role !== "owner")
    throw new PlayheadError("forbidden", "Only an owner can do this with owners.");
  const [first] = lacking(member, permissionsOf(role));
  if (first)
    throw new PlayheadError("forbidden", `This role may do what you may not; it has the permission "${first}".`);
}

/** The same of what a new API key may do. @throws {PlayheadError} `forbidden` */
export function checkMayScope(member: Member, scopes: readonly Permission[]): void {
  const [first] = lacking(member, scopes);
  if (first) throw new PlayheadError("forbidden", `A key can do no more than you; you lack the permission "${first}".`);
}
