/** What somebody may do in a tenant. One table of roles; every route names the permission it needs. */
export const PERMISSIONS = [
  /** Look at recordings: list, player, inspector. */
  "view",
  /** Take recordings out. */
  "export",
  /** Delete recordings and people. */
  "delete",
  /** Make links to recordings, and revoke them. */
  "share",
  /** Write notes, tags and pins. */
  "annotate",
  /** Change who and what is recorded; look at what was held back, and release it. */
  "settings",
  /** Change how much is recorded. */
  "quota",
  /** Invite, change and remove members; make and revoke API keys. */
  "members",
  /** Read the activity log. Nobody can change it. */
  "activity",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** The roles, the mightiest first. An auditor sees who did what, and no recording. */
const ROLE_PERMISSIONS = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  analyst: ["view", "export", "share", "annotate"],
  viewer: ["view"],
  auditor: ["activity"],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof ROLE_PERMISSIONS;

export const ROLES = Object.keys(ROLE_PERMISSIONS) as [Role, ...Role[]];

/** The permissions of a role; a role nobody knows has none. */
export function permissionsOf(role: string): readonly Permission[] {
  return Object.hasOwn(ROLE_PERMISSIONS, role) ? ROLE_PERMISSIONS[role as Role] : [];
}
