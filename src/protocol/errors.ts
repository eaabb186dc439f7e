/**
 * The closed list of error codes and the status each is answered with. Every error of every route has the body
 * `{error:{code,message,requestId}}`; 4xx says what the caller can do, 429 and 503 carry `Retry-After` (seconds).
 */
export const ERROR_STATUS = {
  bad_request: 400,
  bad_gzip: 400,
  bad_json: 400,
  bad_batch: 400,
  invalid_key: 401,
  invalid_token: 401,
  token_expired: 401,
  signed_out: 401,
  password_required: 401,
  password_wrong: 401,
  wrong_credentials: 401,
  forbidden: 403,
  origin_not_allowed: 403,
  session_full: 403,
  session_held: 403,
  excluded: 403,
  not_found: 404,
  batch_conflict: 409,
  consent_outdated: 409,
  asset_conflict: 409,
  settings_conflict: 409,
  job_running: 409,
  account_exists: 409,
  already_member: 409,
  last_owner: 409,
  too_many: 409,
  session_pinned: 409,
  session_deleted: 410,
  body_too_large: 413,
  inflated_too_large: 413,
  too_many_requests: 429,
  internal: 500,
  not_migrated: 503,
  settings_unreadable: 503,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export interface ErrorBody {
  error: { code: ErrorCode; message: string; requestId: string };
}

/** The one error that routes and the parts under them throw on purpose. */
export class PlayheadError extends Error {
  override readonly name = "PlayheadError";
  readonly code: ErrorCode;
  /** Seconds until a retry makes sense; sent as `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, retryAfter?: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}
