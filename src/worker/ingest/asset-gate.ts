import type { Context } from "hono";
import type { SessionIdentity } from "../../durable-objects/index.ts";
import { ASSETS, PlayheadError } from "../../protocol/index.ts";
import { assetUse, storesOf, keyRing } from "../../storage/index.ts";
import type { Env } from "../env.ts";
import { readIngestToken } from "../ingest-token.ts";
import { callerOf } from "../visitor.ts";
import { checkBatch } from "./batch-gate.ts";

/**
 * Whose assets they are: like a batch, checked before a byte of the body is read.
 * @throws {PlayheadError} `invalid_token`, `token_expired`, `excluded`, `forbidden`
 */
export async function assetSender(
  context: Context<{ Bindings: Env }>,
  session: string,
  now: number,
): Promise<SessionIdentity> {
  const { env } = context;
  const identity = await readIngestToken(keyRing(env), context.req.query("token") ?? "", now);
  if (identity.session !== session) throw new PlayheadError("invalid_token", "The token is for another session.");
  if (identity.level !== "playback")
    throw new PlayheadError("forbidden", "Only sessions that are played back have files; send none for this one.");
  await checkBatch(env, identity, callerOf(context.req.raw), now);
  return identity;
}

/** Refuses what no session may add. @throws {PlayheadError} `session_full` */
export async function checkAssetRoom(env: Env, identity: SessionIdentity, bytes: number): Promise<void> {
  const { count, uploaded } = await assetUse(storesOf(env, identity.region).index, identity);
  if (count >= ASSETS.sessionAssets || uploaded + bytes > ASSETS.sessionUploadBytes)
    throw new PlayheadError("session_full", "This session holds as many files as one may; send no more of them.");
}
