import { LIMITS } from "../../protocol/index.ts";
import type { Policy } from "../../protocol/policy.schema.ts";

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

  set(key: string, value: T, now: number): void {
    if (this.entries.size >= MAX_ENTRIES) this.entries.clear();
    this.entries.set(key, { value, until: now + this.keepMs });
  }
}

/** Policies by tenant, to turn visitors away without asking the Tenant object. Never used to let anybody in. */
export const policies = new Remembered<Policy>(LIMITS.policyCacheMs);

/** Keys that turned out to be nobody's. */
export const unknownKeys = new Remembered<true>(LIMITS.unknownKeyCacheMs);
