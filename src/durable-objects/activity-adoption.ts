import type { NewEntry } from "../protocol/activity/entry.ts";
import type { Policy } from "../protocol/policy.schema.ts";
import type { ActivityChain } from "./activity-chain.ts";

/**
 * Takes over entries that the version before the chain had not brought to the index: it kept them in a table of its own, which goes
 * with them. Call inside a transaction.
 */
export function adoptOutbox(sql: SqlStorage, chain: ActivityChain, now: number): void {
  const [table] = sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'outbox'").toArray();
  const [policy] = table
    ? sql.exec<{ json: string }>("SELECT json FROM policy ORDER BY version DESC LIMIT 1").toArray()
    : [];
  if (!policy) return;
  const { tenant, region } = JSON.parse(policy.json) as Policy;
  for (const { json } of sql.exec<{ json: string }>("SELECT json FROM outbox ORDER BY id").toArray()) {
    const { tenant: _tenant, ...entry } = JSON.parse(json) as NewEntry & { tenant: string };
    chain.append({ tenant, region }, entry, now);
  }
  sql.exec("DROP TABLE outbox");
}
