import type { FieldTable } from "./session-fields.ts";

/** Tables of the Durable Objects and kinds of objects in the bucket, each with what of visits is in it. */
export const OBJECT_TABLES = {
  title: "Objects and bucket",
  intro:
    "What is in work is in the object of the session and in the object of the tenant (Durable Objects). A session's object is emptied when no batch can come any more.",
  fields: {
    "recording.state": "What the row of the session is made of, as long as it runs.",
    "recording.pages": "The documents, as above.",
    "recording.batches":
      "A line for each batch: number, hash, sizes, times, counts, its part of the trail; its bytes until they are in a chunk.",
    "recording.chunks": "The chunks, as above.",
    "recording.gate": "Why no more batches are taken: a no, the byte budget, an erasure.",
    "recording.deadlines": "When what is to be done next.",
    "tenant.policy": "The settings, all versions.",
    "tenant.quota": "How many sessions and bytes each period had.",
    "tenant.allowances": "Which quota held from when on.",
    "tenant.admitted": "Sessions of the last days that were let in: environment, time, GUID, user id, bytes.",
    "tenant.days": "How many sessions each day had.",
    "tenant.refusals": "How many visits were not recorded on each day, by reason.",
    "tenant.visits":
      "The last visits, for trying segments on: a share made of the GUID, user id, address, country, device, browser, system. Address and country only when you collect them.",
    "tenant.deletions": "Sessions that are being deleted.",
    "tenant.deletion_jobs": "The last deletions: who, when, how many; whose sessions, until they are deleted.",
    "tenant.pins": "Sessions that are kept beyond their retention: since when, by whom and why.",
    "tenant.log": "The activity log: a chain of entries, each with the hash of the one before. Rows are only added.",
    "tenant.views": "Views that are under way: which chunks were fetched, what was watched.",
    "tenant.log_state": "How far the log has been brought into the index, anchored and verified.",
    "tenant.consents": "What visitors have chosen: GUID or user id, time, yes or no, version of the text.",
    "tenant.tellings": "Sessions that have to be told of a choice.",
    "tenant.erasures": "Visitors whose sessions are being deleted.",
    "tenant.warnings": "Which warnings of the quota were given.",
    "tenant.privacy_job": "How far the last application of privacy settings to stored sessions is.",
    "tenant.privacy_queue": "Sessions that are still to be gone through for it.",
    "tenant.denials": "How many attempts of somebody were denied in the minute that runs.",
    "tenant.deadlines": "When what is to be done next.",
    "bucket key": "The key of a session, wrapped; without it nothing of the session can be decrypted.",
    "bucket reconciliation": "How far the weekly comparison of the bucket with its index is: counts only.",
    "bucket t/…/key": "The key of a tenant's files, wrapped.",
    "bucket c/…": "The chunks, encrypted.",
    "bucket log/…": "The head of the activity log, every hour that brought something new; signed.",
    "bucket erased/…": "What was deleted and when: ids of sessions, and a keyed hash of who was erased. Never deleted.",
    "bucket a/…": "Files that pages used, encrypted, once for all sessions of a tenant.",
  },
} as const satisfies FieldTable;
