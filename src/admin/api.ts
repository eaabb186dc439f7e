import type { z } from "zod";
import {
  manifest,
  me,
  playGrant,
  publicConfig,
  sessionDetail,
  sessionAssets,
  sessionList,
  type Manifest,
  type ManifestAsset,
  type Me,
  type PlayGrant,
  type PublicConfig,
  type SessionDetail,
  type SessionList,
} from "../protocol/api.schema.ts";
import { inspection, type Inspection } from "../protocol/inspection.schema.ts";
import type { Condition } from "../protocol/segment.schema.ts";
import {
  identitySecret,
  refusals,
  rulePreviewResult,
  settings,
  usage,
  verdict,
  type QuotaChange,
  type Refusals,
  type RulePreviewResult,
  type Settings,
  type SettingsChange,
  type Usage,
  type Verdict,
  type VisitProbe,
} from "../protocol/settings.schema.ts";
import type { Watched } from "../protocol/activity/stretches.ts";
import type { ExportRequest } from "../protocol/export.schema.ts";
import {
  newShare,
  openedShare,
  shareList,
  type NewShare,
  type OpenedShare,
  type Share,
  type ShareRequest,
} from "../protocol/share.schema.ts";
import type { ErrorBody, ErrorCode } from "../protocol/errors.ts";
import { ApiError, type ApiErrorCode } from "./api-error.ts";

export { ApiError, type ApiErrorCode };

const CODE_OF_STATUS: Record<number, ErrorCode> = {
  401: "signed_out",
  403: "forbidden",
  404: "not_found",
  410: "session_deleted",
  429: "too_many_requests",
};

async function errorOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as (Partial<ErrorBody> & { message?: string }) | null;
  const { code, message, requestId } = body?.error ?? {};
  return new ApiError(
    code ?? CODE_OF_STATUS[response.status] ?? (response.status >= 500 ? "unavailable" : "bad_request"),
    response.status,
    message ?? body?.message ?? `The server answered with ${response.status}.`,
    requestId ?? null,
  );
}

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError("offline", 0, "The server can't be reached. Check the connection and try again.");
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

/** The body of an answer. @throws {ApiError} `unreadable` when it is of another shape */
export async function parse<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success)
    throw new ApiError("unreadable", response.status, "The server's answer is of another version. Reload the page.");
  return parsed.data;
}

/** What is at an address. @throws {ApiError} */
export async function read<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  return parse(await request(path, signal ? { signal } : {}), schema);
}

/** Sends JSON. @throws {ApiError} */
export function send(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body: unknown = {},
  signal?: AbortSignal,
): Promise<Response> {
  return request(path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}

function keysPath(environment: string): string {
  return `/api/settings/environments/${encodeURIComponent(environment)}/keys`;
}

function sharesPath(session: string): string {
  return `/api/sessions/${encodeURIComponent(session)}/shares`;
}

async function tellWatched(path: string, grant: string, watched: readonly Watched[]): Promise<void> {
  await request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ grant, watched }),
    keepalive: true,
  });
}

/** The calls of the admin, each parsed where it arrives. Everything is same-origin; the session is a cookie. */
export const api = {
  config: (signal?: AbortSignal): Promise<PublicConfig> => read("/api/config", publicConfig, signal),
  me: (signal?: AbortSignal): Promise<Me> => read("/api/me", me, signal),

  async signOut(): Promise<void> {
    await send("POST", "/api/auth/sign-out", {});
  },

  /** One page of the list; `wanted` is its query. */
  sessions: (wanted: Record<string, string>, signal?: AbortSignal): Promise<SessionList> =>
    read(`/api/sessions?${new URLSearchParams(wanted)}`, sessionList, signal),
  manifest: (session: string, signal?: AbortSignal): Promise<Manifest> =>
    read(`/api/sessions/${encodeURIComponent(session)}/manifest`, manifest, signal),
  /** Everything that is stored of a session. That it was looked at is in the activity log. */
  inspect: (session: string, signal?: AbortSignal): Promise<Inspection> =>
    read(`/api/sessions/${encodeURIComponent(session)}/inspect`, inspection, signal),
  /** Lets everybody play a session that was held back. */
  async release(session: string): Promise<SessionDetail> {
    return parse(await send("POST", `/api/sessions/${encodeURIComponent(session)}/release`), sessionDetail);
  },
  /** The text of chunk lines. */
  async chunk(session: string, n: number, grant: string, signal: AbortSignal): Promise<string> {
    const query = new URLSearchParams({ grant });
    const response = await request(`/api/sessions/${encodeURIComponent(session)}/chunks/${n}?${query}`, { signal });
    return response.text();
  },
  /** The files that a session has by now. */
  async files(session: string, grant: string, signal: AbortSignal): Promise<ManifestAsset[]> {
    const query = new URLSearchParams({ grant });
    return (await read(`/api/sessions/${encodeURIComponent(session)}/assets?${query}`, sessionAssets, signal)).assets;
  },
  /** The text of a file at an address of ours. */
  async fileText(path: string, signal: AbortSignal): Promise<string> {
    return (await request(path, { signal })).text();
  },
  /** Goes on with the view that a grant is for. */
  async renewGrant(session: string, grant: string): Promise<PlayGrant> {
    return parse(await send("POST", `/api/sessions/${encodeURIComponent(session)}/grant`, { grant }), playGrant);
  },
  /** Tells what was shown; also while the page goes. */
  async watched(session: string, grant: string, watched: readonly Watched[]): Promise<void> {
    await tellWatched(`/api/sessions/${encodeURIComponent(session)}/watched`, grant, watched);
  },
  /** Address of the live socket. */
  liveAddress(session: string, grant: string): string {
    const address = new URL(`/api/sessions/${encodeURIComponent(session)}/live`, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("grant", grant);
    return address.href;
  },

  /** The answer is the file. */
  exportSessions: (asked: ExportRequest, signal: AbortSignal): Promise<Response> =>
    send("POST", "/api/exports", asked, signal),

  async shares(session: string, signal?: AbortSignal): Promise<Share[]> {
    return (await read(`${sharesPath(session)}`, shareList, signal)).shares;
  },
  /** Makes a link; its address is in this answer only. */
  async share(session: string, asked: ShareRequest): Promise<NewShare> {
    return parse(await send("POST", sharesPath(session), asked), newShare);
  },
  /** Ends a link. */
  async revokeShare(session: string, id: string): Promise<Share[]> {
    return (await parse(await send("DELETE", `${sharesPath(session)}/${id}`), shareList)).shares;
  },
  /** Opens the session of a link. */
  async openShare(token: string, password: string | undefined, signal?: AbortSignal): Promise<OpenedShare> {
    const asked = { token, ...(password !== undefined && { password }) };
    return parse(await send("POST", "/api/shared/open", asked, signal), openedShare);
  },
  async renewSharedGrant(share: string, grant: string): Promise<PlayGrant> {
    return parse(await send("POST", `/api/shared/${share}/grant`, { grant }), playGrant);
  },
  async watchedShared(share: string, grant: string, watched: readonly Watched[]): Promise<void> {
    await tellWatched(`/api/shared/${share}/watched`, grant, watched);
  },
  async sharedChunk(share: string, n: number, grant: string, signal: AbortSignal): Promise<string> {
    return (await request(`/api/shared/${share}/chunks/${n}?${new URLSearchParams({ grant })}`, { signal })).text();
  },
  async sharedFiles(share: string, grant: string, signal: AbortSignal): Promise<ManifestAsset[]> {
    const path = `/api/shared/${share}/assets?${new URLSearchParams({ grant })}`;
    return (await read(path, sessionAssets, signal)).assets;
  },

  settings: (signal?: AbortSignal): Promise<Settings> => read("/api/settings", settings, signal),
  async saveSettings(change: SettingsChange): Promise<Settings> {
    return parse(await send("PUT", "/api/settings", change), settings);
  },
  /** Makes another key for an environment. */
  async addKey(environment: string): Promise<Settings> {
    return parse(await send("POST", keysPath(environment)), settings);
  },
  async revokeKey(environment: string, key: string): Promise<Settings> {
    return parse(await send("DELETE", `${keysPath(environment)}/${encodeURIComponent(key)}`), settings);
  },
  usage: (signal?: AbortSignal): Promise<Usage> => read("/api/settings/usage", usage, signal),
  /** Starts a new period with these bounds. */
  async changeQuota(change: QuotaChange): Promise<Usage> {
    return parse(await send("PUT", "/api/settings/quota", change), usage);
  },
  /** What the site signs user ids with. Reading it is in the activity log. */
  identitySecret: (): Promise<z.infer<typeof identitySecret>> => read("/api/settings/identity-secret", identitySecret),
  /** Makes another one; the one before stops working. */
  async renewIdentitySecret(): Promise<Settings> {
    return parse(await send("POST", "/api/settings/identity-secret"), settings);
  },
  /** How a rule would have divided the last visits. */
  async previewRule(rule: Condition, signal?: AbortSignal): Promise<RulePreviewResult> {
    return parse(await send("POST", "/api/settings/preview", { rule }, signal), rulePreviewResult);
  },
  /** What would happen to such a visit. Nothing is counted. */
  async testVisit(probe: VisitProbe): Promise<Verdict> {
    return parse(await send("POST", "/api/settings/test", probe), verdict);
  },
  refusals: (days: number, signal?: AbortSignal): Promise<Refusals> =>
    read(`/api/settings/refusals?days=${days}`, refusals, signal),
};
