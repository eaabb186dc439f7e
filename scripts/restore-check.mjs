import { parseArgs } from "node:util";
import { REGIONS } from "../src/protocol/regions.ts";

/** Goes through the erasure ledger of all regions; `call` posts a body and answers the result. `tell` hears of each step. */
export async function restoreCheck(call, tell) {
  const all = { records: 0, sessions: 0, identities: 0, failed: [] };
  for (const region of REGIONS) {
    for (let after = null; ;) {
      const step = await call({ region, after });
      all.records += step.records;
      all.sessions += step.sessions;
      all.identities += step.identities;
      all.failed.push(...step.failed);
      tell(`${region}: ${all.records} notes compared, ${all.sessions} sessions deleted again`);
      if (step.next === null) break;
      after = step.next;
    }
  }
  return all;
}

async function main() {
  const { values } = parseArgs({ options: { url: { type: "string" } } });
  const token = process.env.PLATFORM_TOKEN;
  if (!values.url || !token) {
    console.error("Usage: PLATFORM_TOKEN=… npm run restore-check -- --url https://replay.example.com");
    process.exit(2);
  }
  const address = new URL("/api/platform/restore-check", values.url);
  const call = async (body) => {
    const response = await fetch(address, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const { records, sessions, identities, failed } = await restoreCheck(call, console.log);
  console.log(
    `\n${records} notes, ${sessions} sessions and ${identities} identities had come back and are being deleted.`,
  );
  if (failed.length > 0) console.log(`FAILED for ${failed.join(", ")}: see the log of the Worker, and run this again.`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

if (import.meta.main) await main();
