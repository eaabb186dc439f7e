import type { ObjectsEnv } from "../durable-objects/index.ts";
import type { AssetMessage } from "./assets-fetch/message.ts";

/** All bindings of the Worker; see wrangler.toml. */
export interface Env extends ObjectsEnv {
  /** The built recorder, admin and, on a developer's machine, demo shop. */
  ASSETS: Fetcher;
  /** Files to fetch for recordings. */
  ASSET_QUEUE: Queue<AssetMessage>;
  /** Public address of the deployment, `https://replay.example.com`; needed for sign-in where it differs from the request's. */
  PUBLIC_URL?: string;
  /** What the owner of the platform calls `/api/platform/…` with; without it there are no such routes. */
  PLATFORM_TOKEN?: string;
}

export function isLocal(env: Pick<Env, "LOCAL">): boolean {
  return env.LOCAL === "1";
}
