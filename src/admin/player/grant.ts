import type { Manifest, PlayGrant } from "../../protocol/api.schema.ts";

/** The manifest of a session, with a grant that is renewed as long as somebody looks at it. */
export interface GrantSource {
  /** The newest manifest, its grant good for a while. @throws {ApiError} */
  manifest(): Promise<Manifest>;
  /** Whether the grant is good for a while. */
  isGood(): boolean;
  /** The grant there is, good or not. */
  last(): string | null;
  /** Forget the grant: the server did not take it. */
  refuse(): void;
}

/** How grants are come by. */
export interface GrantCalls {
  /** Opens the session: a view of its own. */
  open(): Promise<Manifest>;
  /** Goes on with the view that a grant is for, while it is good. */
  renew(grant: string): Promise<PlayGrant>;
}

/** A grant is renewed this long before its end, so that no call starts with one that ends on the way. */
const MARGIN_MS = 30_000;

/** `now` is Unix milliseconds. Calls while one is under way share it. */
export function createGrantSource({ open, renew }: GrantCalls, now: () => number = Date.now): GrantSource {
  let current: Manifest | null = null;
  let pending: Promise<Manifest> | null = null;
  const good = () => (current && current.grantExpiresAt - MARGIN_MS > now() ? current : null);

  async function next(): Promise<Manifest> {
    const before = current;
    if (!before || before.grantExpiresAt <= now()) return open();
    try {
      return { ...before, ...(await renew(before.grant)) };
    } catch {
      // Whatever is the matter with the view: opening the session again says it, or helps.
      return open();
    }
  }

  return {
    last: () => current?.grant ?? null,
    isGood: () => good() !== null,
    manifest() {
      const known = good();
      if (known) return Promise.resolve(known);
      pending ??= next()
        .then((manifest) => (current = manifest))
        .finally(() => {
          pending = null;
        });
      return pending;
    },
    refuse() {
      current = null;
    },
  };
}
