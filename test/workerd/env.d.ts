import type { D1Migration } from "cloudflare:test";
import type { Env } from "../../src/worker/env.ts";

declare global {
  namespace Cloudflare {
    interface Env extends WorkerEnv {
      MIGRATIONS: { accounts: D1Migration[]; index: D1Migration[] };
    }
  }
}

type WorkerEnv = Env;
