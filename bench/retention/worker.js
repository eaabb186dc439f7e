// The Worker's own objects and its own retention, with what they ask of the stores counted, behind a few routes for the benchmark.
import { Recording as RealRecording, Tenant as RealTenant, tenantObject } from "../../src/durable-objects/index.ts";
import { newPolicy } from "../../src/protocol/index.ts";
import { chunkKey, sessionKeyKey } from "../../src/storage/object-keys.ts";
import { endRetention } from "../../src/worker/retention.ts";
import { countedEnv, counts, readBy } from "./counted-env.js";

export class Tenant extends RealTenant {
  constructor(ctx, env) {
    super(ctx, countedEnv(env));
  }
}

export class Recording extends RealRecording {
  constructor(ctx, env) {
    super(ctx, countedEnv(env));
  }
}

const CHUNK_BYTES = 1_024;
const KEY_BYTES = 68;
/** Objects put side by side. */
const AT_ONCE = 32;

async function putObjects(env, sessions) {
  const chunk = new Uint8Array(CHUNK_BYTES);
  const put = ({ tenant, id }) =>
    Promise.all([
      env.BUCKET_US.put(sessionKeyKey(tenant, id), chunk.subarray(0, KEY_BYTES)),
      env.BUCKET_US.put(chunkKey(tenant, id, 0), chunk),
    ]);
  for (let i = 0; i < sessions.length; i += AT_ONCE) await Promise.all(sessions.slice(i, i + AT_ONCE).map(put));
}

const routes = {
  "/tenants": async (env, tenants) => {
    for (const tenant of tenants) await tenantObject(env, "us", tenant).configure(newPolicy(tenant, "us", Date.now()));
  },
  "/objects": putObjects,
  /** One run; answers when all that it has begun is done. */
  "/sweep": async (env, tenants) => {
    const ended = await endRetention(countedEnv(env), "us", Date.now());
    for (const tenant of ended > 0 ? tenants : []) {
      const jobs = () => tenantObject(env, "us", tenant).deletionJobs();
      while ((await jobs()).some(({ finishedAt }) => finishedAt === null)) await scheduler.wait(10);
    }
    const [most] = [...readBy].toSorted(([, a], [, b]) => b - a);
    return { ended, counts, most };
  },
  "/keys": async (env, cursor) => {
    const { objects, ...rest } = await env.BUCKET_US.list({ prefix: "t/", cursor: cursor ?? undefined });
    return { keys: objects.map(({ key }) => key), cursor: rest.truncated ? rest.cursor : null };
  },
};

export default {
  async fetch(request, env) {
    const answer = await routes[new URL(request.url).pathname](env, await request.json());
    return Response.json(answer ?? null);
  },
};
