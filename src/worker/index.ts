import { app } from "./app.ts";
import type { Env } from "./env.ts";
import { sweep } from "./sweep.ts";

export { Recording, Tenant } from "../durable-objects/index.ts";

export default {
  fetch: app.fetch,
  async scheduled(controller, env) {
    const done = await sweep(env, controller.scheduledTime || Date.now());
    if (done.woken + done.failed > 0) console.log(`sweep: ${done.woken} woken, ${done.failed} failed`);
  },
} satisfies ExportedHandler<Env>;
