import type { ErrorCode } from "../protocol/errors.ts";

/** What went wrong with a call: the server's own code, or `offline` when no answer came at all. */
export type ApiErrorCode = ErrorCode | "offline" | "unreadable";

/** The one error that calls of the API reject with. Its message can be shown. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ApiErrorCode;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly requestId: string | null;

  constructor(code: ApiErrorCode, status: number, message: string, requestId: string | null = null) {
    super(message);
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}
