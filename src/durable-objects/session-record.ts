import type { PageRow } from "../protocol/api.schema.ts";
import { DAY_MS, LIMITS } from "../protocol/index.ts";
import type { MovedSession } from "../protocol/list-live.schema.ts";
import { toSessionRow, type SessionRecord } from "../storage/index.ts";
import type { SessionState, Totals } from "./recording-types.ts";

/** The row of the list out of what the object holds. `pages` are in the order they were opened. */
export function sessionRecord(
  { identity, context, user, ended, version, signals, redacted, quarantine, stepped, pictured }: SessionState,
  totals: Totals,
  pages: readonly (PageRow & { lastUrl: string; lastTitle: string })[],
  chunks: number,
): SessionRecord {
  const lastPage = pages.reduce<(typeof pages)[number] | undefined>(
    (best, page) => (best && best.to > page.to ? best : page),
    undefined,
  );
  const lastAt = Math.max(totals.to, identity.startedAt);
  return {
    tenant: identity.tenant,
    id: identity.session,
    environment: identity.environment,
    visitor: identity.visitor,
    user,
    segment: identity.segment ?? null,
    // What was collected is there, also when the page has stepped down since; without a picture there is nothing of it.
    level: stepped && !pictured ? stepped.level : identity.level,
    // Objects of the version before have none.
    reason: stepped?.reason ?? identity.reason ?? "recorded",
    status: ended ? "ended" : "live",
    startedAt: identity.startedAt,
    // A visitor's clock cannot make a session longer than a session may be.
    lastAt: Math.min(lastAt, identity.startedAt + LIMITS.sessionMaxMs),
    receivedAt: totals.receivedAt,
    expiresAt: totals.receivedAt + identity.retentionDays * DAY_MS,
    pages: pages.length,
    navigations: totals.navigations,
    clicks: totals.clicks,
    inputs: totals.inputs,
    errors: signals?.errors ?? 0,
    rages: signals?.rages ?? 0,
    deads: signals?.deads ?? 0,
    events: totals.events,
    wireBytes: totals.wireBytes,
    chunks,
    entryUrl: pages[0]?.url ?? "",
    lastUrl: lastPage?.lastUrl || lastPage?.url || "",
    title: lastPage?.lastTitle || lastPage?.title || "",
    country: context?.country ?? null,
    city: context?.city ?? null,
    browser: context?.browser ?? null,
    browserVersion: context?.browserVersion ?? null,
    os: context?.os ?? null,
    device: context?.device ?? "other",
    maskedIp: context?.maskedIp ?? null,
    redactions: redacted ?? [],
    quarantine: quarantine?.status ?? "none",
    version,
  };
}

/** The same as lists hear of it while it goes on. */
export function movedSession(record: SessionRecord): MovedSession {
  const { knownAs: _knownAs, ...row } = toSessionRow(record);
  return row;
}
