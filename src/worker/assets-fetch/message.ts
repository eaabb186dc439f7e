import { ASSETS, type Region } from "../../protocol/index.ts";
import type { AssetKind } from "../../protocol/asset.schema.ts";

/** One thing to do for a session. */
export type AssetTask =
  /** Fetch what is at an address, and map it under its key. */
  | { key: string; url: string; kind: AssetKind }
  /** The session has this style sheet: bring what it loads. `base` is where its addresses are resolved from. */
  | { sheet: string; base: string };

/** A message of the asset queue. Addresses are whole in it, query included; it lives until it is done. */
export interface AssetMessage {
  tenant: string;
  region: Region;
  session: string;
  environment: string;
  tasks: AssetTask[];
}

/** Puts tasks into the queue, in messages of a size that it takes. */
export async function sendTasks(
  queue: Queue<AssetMessage>,
  { tenant, region, session, environment }: Omit<AssetMessage, "tasks">,
  tasks: readonly AssetTask[],
): Promise<void> {
  for (let from = 0; from < tasks.length; from += ASSETS.messageAddresses) {
    const part = tasks.slice(from, from + ASSETS.messageAddresses);
    await queue.send({ tenant, region, session, environment, tasks: part }, { contentType: "json" });
  }
}
