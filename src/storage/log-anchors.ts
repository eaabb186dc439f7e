import type { LogAnchor } from "../protocol/activity/anchor.ts";
import { logAnchorKey, logAnchorPrefix } from "./object-keys.ts";

/** Puts an anchor where nothing is overwritten. Answers the one that stands there: an earlier one, if there is. */
export async function putAnchor(bucket: R2Bucket, anchor: LogAnchor): Promise<LogAnchor> {
  const key = logAnchorKey(anchor.tenant, anchor.seq);
  // Also beside the body, so that a listing brings a thousand of them at once.
  const { seq, hash, at, signature } = anchor;
  const put = await bucket.put(key, JSON.stringify(anchor), {
    onlyIf: { etagDoesNotMatch: "*" },
    customMetadata: { seq: String(seq), hash, at: String(at), signature },
  });
  if (put) return anchor;
  const there = await bucket.get(key);
  if (!there) throw new Error(`anchor ${key} could not be read back`);
  return there.json<LogAnchor>();
}

/** A tenant's anchors in order, of entries after `after`. */
export async function* listAnchors(bucket: R2Bucket, tenant: string, after = 0): AsyncGenerator<LogAnchor> {
  let startAfter = logAnchorKey(tenant, after);
  for (;;) {
    const page = await bucket.list({ prefix: logAnchorPrefix(tenant), startAfter, include: ["customMetadata"] });
    for (const { customMetadata } of page.objects) {
      const { seq = "", hash = "", at = "", signature = "" } = customMetadata ?? {};
      yield { tenant, seq: Number(seq), hash, at: Number(at), signature };
    }
    const last = page.objects.at(-1);
    if (!page.truncated || !last) return;
    startAfter = last.key;
  }
}
