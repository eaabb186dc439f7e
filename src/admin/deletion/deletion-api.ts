import {
  deleteResult,
  deletionList,
  foundPerson,
  type DeleteResult,
  type DeletionList,
  type FoundPerson,
  type PersonRequest,
} from "../../protocol/deletion.schema.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { parse, read, send } from "../api.ts";

function pinPath(session: string): string {
  return `/api/sessions/${encodeURIComponent(session)}/pin`;
}

export const deletionApi = {
  /** Deletes sessions, as many in a call as the server takes. */
  async sessions(ids: readonly string[]): Promise<DeleteResult> {
    const all: DeleteResult = { total: 0, pinned: [] };
    for (let i = 0; i < ids.length; i += LIMITS.deletedAtOnce) {
      const sessions = ids.slice(i, i + LIMITS.deletedAtOnce);
      const { total, pinned } = await parse(await send("POST", "/api/sessions/delete", { sessions }), deleteResult);
      all.total += total;
      all.pinned.push(...pinned);
    }
    return all;
  },
  list: (signal: AbortSignal): Promise<DeletionList> => read("/api/deletions", deletionList, signal),
  async find(asked: PersonRequest): Promise<FoundPerson> {
    return parse(await send("POST", "/api/people/find", asked), foundPerson);
  },
  async erase(asked: PersonRequest): Promise<FoundPerson> {
    return parse(await send("POST", "/api/people/erase", asked), foundPerson);
  },
  async pin(session: string, reason: string): Promise<void> {
    await send("PUT", pinPath(session), { reason });
  },
  async unpin(session: string): Promise<void> {
    await send("DELETE", pinPath(session));
  },
};
