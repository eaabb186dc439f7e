import { erasureKey, ERASURE_PREFIX } from "./object-keys.ts";

/** That something was deleted, kept where no restored database forgets it. It names no person. */
export interface ErasureRecord {
  tenant: string;
  /** The job that deletes; with `part` it makes the record's key. */
  job: string;
  part: number;
  /** Unix milliseconds. */
  at: number;
  sessions: string[];
  /** Keyed hashes of the visitors and users who were erased; see `subjectProof`. */
  subjects: string[];
}

/** Puts a record, once; the same again changes nothing. It is there before anything that it tells of is deleted. */
export async function putErasure(bucket: R2Bucket, record: ErasureRecord): Promise<void> {
  const { at, tenant, job, part } = record;
  await bucket.put(erasureKey(at, tenant, job, part), JSON.stringify(record), { onlyIf: { etagDoesNotMatch: "*" } });
}

/** Some of the records, the oldest first, and where to go on. */
export async function listErasures(
  bucket: R2Bucket,
  after: string | null,
  limit: number,
): Promise<{ records: ErasureRecord[]; next: string | null }> {
  const page = await bucket.list({ prefix: ERASURE_PREFIX, limit, ...(after !== null && { startAfter: after }) });
  const records: ErasureRecord[] = [];
  for (const { key } of page.objects) {
    const object = await bucket.get(key);
    if (object) records.push(await object.json<ErasureRecord>());
  }
  return { records, next: page.truncated ? (page.objects.at(-1)?.key ?? null) : null };
}
