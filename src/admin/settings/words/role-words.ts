import type { Permission, Role } from "../../../protocol/permissions.ts";

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: "Owner",
  admin: "Admin",
  analyst: "Analyst",
  viewer: "Viewer",
  auditor: "Auditor",
};

/** What a role is for. */
export const ROLE_HINTS: Readonly<Record<Role, string>> = {
  owner: "Everything, and makes and removes owners.",
  admin: "Everything but that: settings, quota, members, deleting.",
  analyst: "Watches, exports, shares and annotates recordings.",
  viewer: "Watches recordings.",
  auditor: "Reads the activity log, and sees no recording.",
};

export const PERMISSION_NAMES: Readonly<Record<Permission, string>> = {
  view: "Watch recordings",
  export: "Export recordings",
  delete: "Delete recordings and people",
  share: "Share recordings",
  annotate: "Write notes and tags",
  settings: "Change settings",
  quota: "Change the quota",
  members: "Manage members and API keys",
  activity: "Read the activity log",
};
