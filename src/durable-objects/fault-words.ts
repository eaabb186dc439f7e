/** What went wrong, for the log. The query builder's own message holds the row; its cause is what the database said. */
export function faultWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
