import type { Manifest } from "../../protocol/api.schema.ts";

/** The manifest of a session, asked for again when its grant runs out. */
export interface GrantSource {
  /** The newest manifest, its grant good for a while. @throws {ApiError} */
  manifest(): Promise<Manifest>;
  /** Whether the grant is good for a while. */
  isGood(): boolean;
  /** Forget the grant: the server did not take it. */
  refuse(): void;
}

/** A grant is renewed this long before its end, so that no call starts with one that ends on the way. */
const MARGIN_MS = 30_000;

/** `ask` gets a manifest; `now` is Unix milliseconds. Calls while one is under way share it. */
export function createGrantSource(ask: () => Promise<Manifest>, now: () => number = Date.now): GrantSource {
  let current: Manifest | null = null;
  let pending: Promise<Manifest> | null = null;
  const good = () => (current && current.grantExpiresAt - MARGIN_MS > now() ? current : null);
  return {
    isGood: () => good() !== null,
    manifest() {
      const known = good();
      if (known) return Promise.resolve(known);
      pending ??= ask()
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
