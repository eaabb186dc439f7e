import type { DeleteResult, DeletionList } from "../../protocol/deletion.schema.ts";

type Job = DeletionList["jobs"][number];

export function sessionsText(count: number): string {
  return count === 1 ? "1 session" : `${count.toLocaleString("en")} sessions`;
}

/** What became of sessions that were to be deleted. */
export function deletedText({ total, pinned }: DeleteResult): string {
  const kept = pinned.length;
  if (kept === 0) return `${sessionsText(total)} deleted.`;
  const stay = `${sessionsText(kept)} ${kept === 1 ? "is" : "are"} pinned and ${kept === 1 ? "stays" : "stay"}: unpin first.`;
  return total === 0 ? stay : `${sessionsText(total)} deleted. ${stay}`;
}

const KINDS: Record<Job["kind"], string> = {
  delete: "Sessions deleted",
  erase: "Person erased",
  retention: "End of retention",
  restore: "Deleted again after a restore",
};

/** What a job is. */
export function jobText({ kind }: Job): string {
  return KINDS[kind];
}

/** How far it is. */
export function progressText({ total, done, finishedAt }: Job): string {
  if (finishedAt !== null) return sessionsText(done);
  return `${done.toLocaleString("en")} of ${sessionsText(Math.max(total, done))}`;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who is meant by what was typed: the GUID of a browser, or a user id. */
export function personAsked(text: string): { visitor: string } | { user: string } {
  const typed = text.trim();
  return GUID.test(typed) ? { visitor: typed.toLowerCase() } : { user: typed };
}
