import { app } from "./app.ts";
import { consumeAssets } from "./assets-fetch/consumer.ts";
import type { AssetMessage } from "./assets-fetch/message.ts";
import type { Env } from "./env.ts";
import { sweep } from "./sweep.ts";

export { Recording, Tenant } from "../durable-objects/index.ts";

export default {
  fetch: app.fetch,
  async scheduled(controller, env) {
    const done = await sweep(env, controller.scheduledTime || Date.now());
    if (done.woken + done.failed + done.collected + done.ended > 0)
      console.log(
        `sweep: ${done.woken} woken, ${done.failed} failed, ${done.collected} unused files deleted, ${done.ended} sessions ended`,
      );
  },
  queue: consumeAssets,
} satisfies ExportedHandler<Env, AssetMessage>;
