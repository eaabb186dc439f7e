import type { SessionDetail } from "../../protocol/api.schema.ts";
import type { Inspection } from "../../protocol/inspection.schema.ts";
import { readSurroundings, releaseSession } from "../../storage/index.ts";
import { beginView, logActivity } from "./activity.ts";
import { actorNames } from "./actor-names.ts";
import {
  checkPlayable,
  findSession,
  ownRecording,
  ownStores,
  type AdminRequest,
  type FoundSession,
} from "./found-session.ts";
import { grantFor } from "./playback.ts";
import { ownTenant } from "./settings.ts";

/** Everything that is stored of a session. Looking at it is a view: it is logged first, so the entry is in the answer as well. */
export async function inspectSession(context: AdminRequest, session: string): Promise<Inspection> {
  const { record, row, pages, chunks } = await findSession(context, session);
  await checkPlayable(context, record);
  const { environment } = record;
  const view = await beginView(context, { session, environment, details: { inspected: true } });
  await ownTenant(context).projectLog();
  const { activity, trail, ...surroundings } = await readSurroundings(
    ownStores(context).index,
    record.tenant,
    session,
    record.visitor,
  );
  const names = await actorNames(
    context,
    activity.map(({ actor }) => actor),
  );
  return {
    session: row,
    record,
    redacted: record.redactions ?? [],
    pages,
    chunks,
    ...surroundings,
    trail: trail.map((entry) => [...entry]),
    activity: activity.map(({ tenant: _tenant, session: _session, ...entry }) => ({
      ...entry,
      name: names.get(entry.actor) ?? null,
    })),
    ...(await grantFor(context, session, view)),
  };
}

function detailOf({ row, record }: FoundSession): SessionDetail {
  return { ...row, redacted: record.redactions ?? [] };
}

/** One session, with what was taken out of it. */
export async function readDetail(context: AdminRequest, session: string): Promise<SessionDetail> {
  return detailOf(await findSession(context, session));
}

/** Lets everybody play a session that was held back; nobody does so without an entry in the activity log. */
export async function release(context: AdminRequest, session: string): Promise<SessionDetail> {
  const found = await findSession(context, session);
  if (found.record.quarantine !== "held") return detailOf(found);
  await logActivity(context, { action: "released", session, environment: found.record.environment });
  if (!(await ownRecording(context, session).release()))
    await releaseSession(ownStores(context).index, found.record.tenant, session);
  return readDetail(context, session);
}
