/** First and last byte, both included. */
export interface ByteRange {
  from: number;
  to: number;
}

/**
 * The part that a `Range` header asks for (RFC 9110 §14.2), of `total` bytes; `null` when all is to be sent: without a header, with
 * one in another unit or form, and with several parts, which a server may answer whole.
 */
export function byteRange(header: string | undefined, total: number): ByteRange | "unsatisfiable" | null {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  if (first === "") {
    const count = Math.min(Number(last), total);
    return count === 0 ? "unsatisfiable" : { from: total - count, to: total - 1 };
  }
  const from = Number(first);
  const to = last === "" ? total - 1 : Math.min(Number(last), total - 1);
  if (last !== "" && Number(last) < from) return null;
  return from < total ? { from, to } : "unsatisfiable";
}
