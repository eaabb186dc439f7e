import { env } from "cloudflare:test";
import { tenantObject } from "../../src/durable-objects/index.ts";

/** An entry of the activity log as a test looks at it. */
export interface Logged {
  seq: number;
  actor: string;
  action: string;
  environment: string | null;
  session: string | null;
  masked_ip: string | null;
  /** Empty where there are none. */
  details: Record<string, unknown>;
}

/** What the index has of a tenant's activity log once it is up to date, in order. */
export async function activityOf(tenant: string): Promise<Logged[]> {
  await tenantObject(env, "us", tenant).projectLog();
  const { results } = await env.INDEX_US.prepare(
    "SELECT seq, actor, action, environment, session, masked_ip, details FROM activity WHERE tenant = ? ORDER BY seq",
  )
    .bind(tenant)
    .all<Omit<Logged, "details"> & { details: string | null }>();
  return results.map((row) => ({ ...row, details: JSON.parse(row.details ?? "{}") as Logged["details"] }));
}
