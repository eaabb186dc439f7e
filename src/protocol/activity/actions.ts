/** Everything that the activity log may tell of, in one place. Words for people are in the admin (`activity/action-words.ts`). */
export const ACTIVITY_ACTIONS = [
  // Recordings.
  "view",
  "watched",
  "held_back",
  "released",
  "export",
  "export_ended",
  "share_created",
  "share_opened",
  "share_revoked",
  "note_added",
  "note_changed",
  "note_removed",
  "pinned",
  "unpinned",
  // What is deleted, and why.
  "delete_started",
  "deleted",
  "erase_started",
  "erased",
  "erased_by_visitor",
  "retention_run",
  "consent_withdrawn",
  // Settings.
  "settings",
  "quota_warning",
  "privacy_apply_started",
  "privacy_apply_ended",
  // People and keys.
  "sign_in",
  "sign_in_failed",
  "sign_out",
  "session_revoked",
  "password_changed",
  "two_factor_on",
  "two_factor_off",
  "passkey_added",
  "passkey_removed",
  "tenant_created",
  "member_invited",
  "member_joined",
  "member_removed",
  "role_changed",
  "key_created",
  "key_revoked",
  "denied",
  // The log itself.
  "log_downloaded",
  "log_verified",
] as const;

export type ActivityAction = (typeof ACTIVITY_ACTIONS)[number];
