import type { Context } from "hono";
import { ASSETS, PlayheadError, toHex } from "../../protocol/index.ts";
import { assetUpload, sha256Text, type AssetUploadAnswer } from "../../protocol/asset.schema.ts";
import { findAsset, findSessionAsset, isMapped, mapAssets, putAsset, storesOf, keyRing } from "../../storage/index.ts";
import { kindOf, sniffType } from "../assets-fetch/media-types.ts";
import { sendTasks } from "../assets-fetch/message.ts";
import { redactFile } from "../assets-fetch/redaction.ts";
import { countRefs } from "../assets-fetch/style-sheet.ts";
import { readBody } from "../bounded-body.ts";
import type { Env } from "../env.ts";
import { badRequest } from "../http-errors.ts";
import { assetSender, checkAssetRoom } from "./asset-gate.ts";

/** Seconds until a file that is being deleted can be stored again: one run of the sweep takes less. */
const BUSY_SECONDS = 30;

/** The bytes and what they are. @throws {PlayheadError} when they are not what hash and type say */
async function readFile(
  request: Request,
  sha256: string,
  claimed: string,
): Promise<{ type: string; bytes: Uint8Array }> {
  const kind = kindOf(claimed);
  if (!kind)
    throw new PlayheadError(
      "bad_request",
      "type: must be a style sheet, an image, a font, audio or video; nothing else is kept.",
    );
  const bytes = await readBody(request, ASSETS.bytes[kind]);
  const digest = toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  if (digest !== sha256)
    throw new PlayheadError(
      "bad_request",
      "The body's SHA-256 is not the one in the address; send the file unchanged.",
    );
  const type = sniffType(bytes, kind);
  if (type === null)
    throw new PlayheadError("bad_request", `The body is no ${kind}; send the media type that the file has.`);
  return { type, bytes };
}

/**
 * `POST /v1/sessions/:id/assets/:sha256?token=&type=&keys=`: a file that the server lacks and cannot fetch, as it is. Sending it
 * again is the same. The session is mapped first: from then on the sweep leaves the file alone.
 */
export async function takeAsset(
  context: Context<{ Bindings: Env }, "/v1/sessions/:id/assets/:sha256">,
): Promise<Response> {
  const { env, req } = context;
  const now = Date.now();
  const identity = await assetSender(context, req.param("id"), now);
  const sha256 = sha256Text.safeParse(req.param("sha256"));
  if (!sha256.success)
    throw new PlayheadError("bad_request", "The address must end in a SHA-256 of 64 lower-case hex digits.");
  const query = assetUpload.safeParse({ type: req.query("type"), keys: req.query("keys") });
  if (!query.success) throw badRequest(query.error.issues);
  const { type: claimed, keys } = query.data;
  const { type, bytes } = await readFile(req.raw, sha256.data, claimed);

  const stores = storesOf(env, identity.region);
  const place = { tenant: identity.tenant, sha256: sha256.data };
  const there = await findAsset(stores.index, place.tenant, place.sha256);
  const uploaded = there ? 0 : bytes.byteLength;
  await checkAssetRoom(env, identity, uploaded);
  const mappings = keys.map((key, i) => ({ key, sha256: place.sha256, base: null, uploaded: i === 0 ? uploaded : 0 }));
  await mapAssets(stores.index, identity, mappings, now);
  if (!(await isMapped(stores.index, identity, place.sha256, keys)))
    throw new PlayheadError(
      "asset_conflict",
      "One of these keys has another file in this session already; leave it out.",
    );
  const refs = countRefs(bytes, type);
  const kept = redactFile(bytes, type);
  if (kept.found.length > 0) console.warn(`file ${place.sha256}: ${kept.found.join(", ")} taken out`);
  if ((await putAsset(stores, keyRing(env), place, { type, bytes: kept.bytes, refs }, now)) === "busy")
    throw new PlayheadError("unavailable", "This file is being deleted at the moment; send it again.", BUSY_SECONDS);
  const use = refs > 0 ? await findSessionAsset(stores.index, identity, place.sha256, keys[0]!) : null;
  if (use?.base) await sendTasks(env.ASSET_QUEUE, identity, [{ sheet: place.sha256, base: use.base }]);
  return context.json({ ok: true } satisfies AssetUploadAnswer);
}
