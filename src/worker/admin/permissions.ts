/** What a member may do. One table; every route names the permission it needs. */
export const PERMISSIONS = ["view", "settings"] as const;

export type Permission = (typeof PERMISSIONS)[number];

const ROLES: Record<string, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  member: ["view"],
};

/** The permissions of a role; a role nobody knows has none. */
export function permissionsOf(role: string): readonly Permission[] {
  return Object.hasOwn(ROLES, role) ? ROLES[role]! : [];
}
