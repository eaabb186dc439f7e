import type { Asker } from "../../src/storage/index.ts";

/** Whoever asks for the list of a tenant. */
export function asker(tenant: string, over: Partial<Asker> = {}): Asker {
  return { tenant, actor: "user:test", environment: null, zone: "UTC", now: Date.now(), ...over };
}
