import type { ActivityAction } from "../../protocol/activity/actions.ts";

type Details = Readonly<Record<string, unknown>>;

/** What the log says of an action: a sentence without its beginning, who. */
type Words = string | ((details: Details) => string);

function count(value: unknown, noun: string): string {
  const number = typeof value === "number" ? value : 0;
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function to(value: unknown): string {
  return typeof value === "string" ? ` ${value}` : "";
}

const WORDS: Record<ActivityAction, Words> = {
  view: ({ inspected }) => (inspected === true ? "looked at what is stored" : "opened the recording"),
  watched: "closed the recording",
  held_back: "held it back, because secrets were found",
  released: "released it for everybody",
  export: "started to export the recording",
  export_ended: "exported the recording",
  imported: "imported the recording",
  share_created: "made a link to the recording",
  share_opened: "opened the recording by a link",
  share_revoked: "revoked a link to the recording",
  note_added: "wrote a note",
  note_changed: "changed a note",
  note_removed: "removed a note",
  pinned: "pinned the session",
  unpinned: "unpinned the session",
  tagged: ({ tag, sessions }) =>
    `gave ${sessions === undefined ? "the session" : count(sessions, "session")} the tag${to(tag)}`,
  untagged: ({ tag, sessions }) =>
    `took the tag${to(tag)} from ${sessions === undefined ? "the session" : count(sessions, "session")}`,
  filter_shared: ({ name }) => `shared the search${to(name)}`,
  filter_removed: ({ name }) => `removed the shared search${to(name)}`,
  delete_started: ({ sessions }) => `started to delete ${count(sessions, "session")}`,
  deleted: ({ sessions }) => (sessions === undefined ? "deleted the session" : `deleted ${count(sessions, "session")}`),
  erase_started: "started to erase a person",
  erased: ({ sessions }) => `erased a person: ${count(sessions, "session")}`,
  erased_by_visitor: ({ sessions }) => `erased a visitor who asked for it: ${count(sessions, "session")}`,
  retention_run: ({ sessions }) => `deleted ${count(sessions, "session")} at the end of their retention`,
  consent_withdrawn: "withdrew their consent",
  settings: ({ identitySecret }) => (identitySecret === "read" ? "read the identity secret" : "changed settings"),
  quota_warning: ({ of, percent }) =>
    typeof percent === "number" ? `warned: ${percent} percent of the ${String(of)} are used` : "warned of the quota",
  privacy_apply_started: "started to apply privacy settings to stored sessions",
  privacy_apply_ended: ({ changed }) => `applied privacy settings: ${count(changed, "session")} changed`,
  sign_in: "signed in",
  sign_in_failed: "failed to sign in",
  sign_out: "signed out",
  session_revoked: "ended a sign-in",
  password_changed: "changed their password",
  two_factor_on: "switched on two-factor sign-in",
  two_factor_off: "switched off two-factor sign-in",
  backup_codes_made: "made new backup codes",
  passkey_added: "added a passkey",
  passkey_removed: "removed a passkey",
  tenant_created: "created the account",
  member_invited: ({ role }) => `invited a member${to(role) && ` as${to(role)}`}`,
  invitation_revoked: "revoked an invitation",
  member_joined: ({ role }) => `joined${to(role) && ` as${to(role)}`}`,
  member_removed: "removed a member",
  role_changed: "changed a member's role",
  key_created: "made an API key",
  key_revoked: "revoked an API key",
  denied: "was refused",
  log_downloaded: ({ format }) =>
    `downloaded the activity log${typeof format === "string" ? ` as ${format.toUpperCase()}` : ""}`,
  log_verified: "checked the activity log",
};

/** What somebody did. */
export function actionText({ action, details }: { action: string; details: unknown }): string {
  const words = Object.hasOwn(WORDS, action) ? WORDS[action as ActivityAction] : action;
  return typeof words === "string" ? words : words((details ?? {}) as Details);
}

/** Kinds of entries, as the filter offers them. Every action is in one of them. */
export const KINDS = [
  { label: "Views", actions: ["view", "watched"] },
  { label: "Exports", actions: ["export", "export_ended", "imported"] },
  { label: "Shares", actions: ["share_created", "share_opened", "share_revoked"] },
  {
    label: "Notes, tags and pins",
    actions: ["note_added", "note_changed", "note_removed", "tagged", "untagged", "pinned", "unpinned"],
  },
  { label: "Shared searches", actions: ["filter_shared", "filter_removed"] },
  {
    label: "Deletes",
    actions: ["delete_started", "deleted", "erase_started", "erased", "erased_by_visitor", "retention_run"],
  },
  { label: "Consent withdrawn", actions: ["consent_withdrawn"] },
  { label: "Held back, released", actions: ["held_back", "released"] },
  { label: "Settings", actions: ["settings", "quota_warning", "privacy_apply_started", "privacy_apply_ended"] },
  { label: "Sign-ins", actions: ["sign_in", "sign_in_failed", "sign_out", "session_revoked"] },
  {
    label: "Members and accounts",
    actions: [
      "tenant_created",
      "member_invited",
      "invitation_revoked",
      "member_joined",
      "member_removed",
      "role_changed",
      "password_changed",
      "two_factor_on",
      "two_factor_off",
      "backup_codes_made",
      "passkey_added",
      "passkey_removed",
    ],
  },
  { label: "API keys", actions: ["key_created", "key_revoked"] },
  { label: "Refused", actions: ["denied"] },
  { label: "The log itself", actions: ["log_downloaded", "log_verified"] },
] as const satisfies { label: string; actions: ActivityAction[] }[];
