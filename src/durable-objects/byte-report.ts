import { includesLevel } from "../protocol/index.ts";
import { tenantObject, type ObjectsEnv } from "./namespaces.ts";
import type { RecordingGate } from "./recording-gate.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { SessionIdentity } from "./recording-types.ts";

/** Tells the Tenant object how many bytes have come, for its budget, and closes the gate when it is used up. Safe to repeat. */
export async function reportBytes(
  env: ObjectsEnv,
  { tenant, region, session, level }: SessionIdentity,
  store: RecordingStore,
  gate: RecordingGate,
): Promise<void> {
  const { wireBytes } = store.totals();
  const { over, version } = await tenantObject(env, region, tenant).reportBytes(session, wireBytes);
  // What is collected without playback counts, but is not bounded by the budget.
  if (over && includesLevel(level, "playback")) gate.change({ overUnder: version }, Date.now());
}
