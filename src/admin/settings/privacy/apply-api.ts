import { applyProgress, type ApplyProgress, type ApplyRequest } from "../../../protocol/privacy/apply.schema.ts";
import { parse, read, send } from "../../api.ts";

const PATH = "/api/settings/privacy/apply";

/** How the application of the privacy settings to stored sessions stands. */
export function readApply(signal?: AbortSignal): Promise<ApplyProgress> {
  return read(PATH, applyProgress, signal);
}

/** Starts one. */
export async function startApply(request: ApplyRequest): Promise<ApplyProgress> {
  return parse(await send("POST", PATH, request), applyProgress);
}

/** Stops the one that runs. */
export async function cancelApply(): Promise<ApplyProgress> {
  return parse(await send("DELETE", PATH), applyProgress);
}
