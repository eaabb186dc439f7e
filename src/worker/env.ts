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
  /** `open`: anybody may make an account and a tenant. Anything else, or nothing: only invitations let somebody in. */
  SIGN_UP?: string;
}

export function isLocal(env: Pick<Env, "LOCAL">): boolean {
  return env.LOCAL === "1";
}

export function isSignUpOpen(env: Pick<Env, "SIGN_UP">): boolean {
  return env.SIGN_UP === "open";
}

/** The address that people open the admin under. */
export function publicOrigin(env: Pick<Env, "PUBLIC_URL">, request: Request): string {
  return new URL(env.PUBLIC_URL ?? request.url).origin;
}
