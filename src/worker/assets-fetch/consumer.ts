import { tenantObject } from "../../durable-objects/index.ts";
import { ASSETS, assetHosts } from "../../protocol/index.ts";
import { storesOf, keyRing } from "../../storage/index.ts";
import { isLocal, type Env } from "../env.ts";
import type { AddressRules } from "./address-rules.ts";
import { sendTasks, type AssetMessage } from "./message.ts";
import { WorkList } from "./work-list.ts";

/** The rules for what may be fetched, with these hosts. */
export function rulesFor(env: Env, hosts: readonly string[]): AddressRules {
  const local = isLocal(env);
  const self = !local && env.PUBLIC_URL && URL.canParse(env.PUBLIC_URL) ? new URL(env.PUBLIC_URL).hostname : null;
  return { hosts, local, self };
}

/** Seconds to wait before a message is tried again, after `attempts` tries. */
function retryDelay(attempts: number): number {
  return ASSETS.retrySeconds * 2 ** (attempts - 1);
}

/**
 * Does one message. What is done stays done when it is tried again, because it is fresh then. Answers the seconds after which to
 * try again, or `null` when it is done or given up. @throws what is our own failure: the queue tries again by itself
 */
async function handle(env: Env, message: AssetMessage, attempts: number, now: number): Promise<number | null> {
  const { tenant, region, session, environment, tasks } = message;
  // The settings of now: a host that was taken off the list is not asked, however old the message is.
  const settings = await tenantObject(env, region, tenant).settings();
  if (settings === "unreadable") throw new Error("the stored settings cannot be read by this version");
  if (!settings) {
    console.warn("assets: dropped a message, its tenant is gone");
    return null;
  }
  const rules = rulesFor(env, assetHosts(settings.policy, environment));
  const keeper = { stores: storesOf(env, region), ring: keyRing(env), place: { tenant, session }, rules };
  const work = new WorkList(keeper, now);
  const { kept, failed, later, left, rest } = await work.run(tasks);
  const again = later.length > 0 && attempts < ASSETS.tries;
  if (later.length > 0 && !again) await work.giveUp();
  // While it is tried again it finds the rest again.
  if (!again) await sendTasks(env.ASSET_QUEUE, message, rest);
  // Counts only: addresses may hold secrets, and logs are kept.
  if (failed + later.length + left > 0)
    console.log(
      `assets of ${session}: ${kept} kept, ${failed} failed, ${later.length} ${again ? "tried again later" : "given up"}, ${left} over the bound`,
    );
  return again ? retryDelay(attempts) : null;
}

/** The consumer of the asset queue. A message that fails is tried again alone; the others of its batch are done. */
export async function consumeAssets(batch: MessageBatch<AssetMessage>, env: Env): Promise<void> {
  for (const message of batch.messages) {
    try {
      const delaySeconds = await handle(env, message.body, message.attempts, Date.now());
      if (delaySeconds === null) message.ack();
      else message.retry({ delaySeconds });
    } catch (error) {
      // The query builder's own message may hold values; its class is enough to see what kind of failure it was.
      console.error("assets: a message failed:", error instanceof Error ? error.message : "unknown");
      message.retry({ delaySeconds: retryDelay(message.attempts) });
    }
  }
}
