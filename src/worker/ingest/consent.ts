import type { Context } from "hono";
import { tenantObject, type ConsentAsk, type ConsentFault } from "../../durable-objects/index.ts";
import { PlayheadError, type ErrorCode } from "../../protocol/index.ts";
import { consentChange, consentQuery, type ConsentResponse } from "../../protocol/consent.schema.ts";
import type { Env } from "../env.ts";
import { badRequest } from "../http-errors.ts";
import { signalsPrivacy } from "../visitor.ts";
import { readKey, readSmallJson, refuseKey } from "./publishable.ts";

type ConsentContext = Context<{ Bindings: Env }>;

const FAULTS: Record<Exclude<ConsentFault, "unknown_key" | "revoked_key">, [code: ErrorCode, message: string]> = {
  origin_not_allowed: [
    "origin_not_allowed",
    "This origin may not use the key; add it to the origins of the environment.",
  ],
  tenant_off: ["forbidden", "Nobody is recorded here at present, so there is nothing to choose."],
  outdated: ["consent_outdated", "The text has changed since it was shown; ask for it again, show it, and let choose."],
  no_erasure: ["forbidden", "The no was taken, but deleting what there is is not offered here; ask the site for it."],
};

/** The origin of the page. A browser leaves the header out of a GET to the page's own origin: then it is this server's. */
function pageOrigin(request: Request): string | null {
  const { headers } = request;
  const origin = headers.get("Origin");
  if (origin !== null) return origin;
  if (headers.get("Sec-Fetch-Site") === "same-origin") return new URL(request.url).origin;
  const referrer = headers.get("Referer");
  return referrer !== null && URL.canParse(referrer) ? new URL(referrer).origin : null;
}

function askOf(
  request: Request,
  asked: { key: string; visitor: string; user?: string | undefined; signature?: string | undefined },
): ConsentAsk {
  return {
    key: asked.key,
    origin: pageOrigin(request),
    gpc: signalsPrivacy(request),
    visitor: asked.visitor,
    user: asked.user ?? null,
    signature: asked.signature ?? null,
  };
}

/** The answer of the Tenant object as one of ours. @throws {PlayheadError} whatever keeps it from being given */
function answer(context: ConsentContext, key: string, result: ConsentResponse | ConsentFault): Response {
  if (typeof result !== "string") return context.json(result);
  if (result === "unknown_key" || result === "revoked_key") throw refuseKey(key, result, Date.now());
  const [code, message] = FAULTS[result];
  throw new PlayheadError(code, message);
}

/** `GET /v1/consent?key=&visitor=`: how the visitor's switch stands, and the text beside it. */
export async function showConsent(context: ConsentContext): Promise<Response> {
  const parsed = consentQuery.safeParse(context.req.query());
  if (!parsed.success) throw badRequest(parsed.error.issues);
  const key = readKey(parsed.data.key, Date.now());
  const tenant = tenantObject(context.env, key.region, key.tenant);
  return answer(context, key.text, await tenant.consent(askOf(context.req.raw, parsed.data)));
}

/** `POST /v1/consent`: the visitor has chosen. Answered when a no is in force, in all tabs and on all devices it is about. */
export async function changeConsent(context: ConsentContext): Promise<Response> {
  const parsed = consentChange.safeParse(await readSmallJson(context.req.raw));
  if (!parsed.success) throw badRequest(parsed.error.issues);
  const { choice, version, erase = false } = parsed.data;
  const key = readKey(parsed.data.key, Date.now());
  const tenant = tenantObject(context.env, key.region, key.tenant);
  const ask = askOf(context.req.raw, parsed.data);
  return answer(context, key.text, await tenant.choose(ask, { choice, version, erase }));
}
