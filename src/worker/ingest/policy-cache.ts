import { LIMITS } from "../../protocol/index.ts";
import type { Settings } from "../../protocol/settings.schema.ts";

/** Entries kept at most; beyond it the memory starts afresh. A key is under 100 bytes, a policy a few KB. */
const MAX_ENTRIES = 1_000;

/** What an isolate remembers for a while. */
class Remembered<T> {
  private readonly entries = new Map<string, { value: T; until: number }>();

  constructor(private readonly keepMs: number) {}

  get(key: string, now: number): T | undefined {
    const entry = this.entries.get(key);
    return entry && entry.until > now ? entry.value : undefined;
  }

  /** The value however old, for when nobody can be asked for a newer one. */
  last(key: string): T | undefined {
    return this.entries.get(key)?.value;
  }

  set(key: string, value: T, now: number): void {
    if (this.entries.size >= MAX_ENTRIES) this.entries.clear();
    this.entries.set(key, { value, until: now + this.keepMs });
  }
}

/** Settings by tenant, to turn visits and batches away without asking the Tenant object. Never used to let a session in. */
export const settingsSeen = new Remembered<Settings>(LIMITS.policyCacheMs);

/** Keys that turned out to be nobody's, or revoked. */
export const refusedKeys = new Remembered<"unknown_key" | "revoked_key">(LIMITS.unknownKeyCacheMs);
