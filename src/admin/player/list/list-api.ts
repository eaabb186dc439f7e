import { neighbours, tagList, type Neighbours } from "../../../protocol/list.schema.ts";
import { parse, read, send } from "../../api.ts";

function path(session: string): string {
  return `/api/sessions/${encodeURIComponent(session)}`;
}

/** The calls for what a session is to its list. @throws {ApiError} */
export const listApi = {
  /** The sessions above and below in the list of a search. */
  neighbours(session: string, q: string, signal?: AbortSignal): Promise<Neighbours> {
    const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return read(`${path(session)}/neighbours?${new URLSearchParams({ q, tz })}`, neighbours, signal);
  },
  /** Gives it a tag, or takes it away; answers its tags by now. */
  async tag(session: string, tag: string, on: boolean): Promise<string[]> {
    const answer = await send(on ? "PUT" : "DELETE", `${path(session)}/tags/${encodeURIComponent(tag)}`);
    return (await parse(answer, tagList)).tags;
  },
  /** Marks it as watched by whoever is signed in. */
  async seen(session: string): Promise<void> {
    await send("POST", `${path(session)}/seen`);
  },
};
