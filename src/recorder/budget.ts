/**
 * Bytes of keepalive requests under way. Browsers give a page 65,536 for all of them together (Fetch §4.5), and take a
 * request's share back only when its answer has been read.
 */
export interface Budget {
  /** Reserves `bytes`, or answers `false`. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

export function createBudget(limit: number): Budget {
  let used = 0;
  return {
    take(bytes) {
      if (used + bytes > limit) return false;
      used += bytes;
      return true;
    },
    give(bytes) {
      used -= bytes;
    },
  };
}
