import type { Context } from "hono";
import { tenantObject, type Actor, type ChangeResult } from "../../durable-objects/index.ts";
import { PlayheadError, ruleFaults } from "../../protocol/index.ts";
import type { Condition } from "../../protocol/segment.schema.ts";
import type {
  IdentitySecret,
  RulePreviewResult,
  Settings,
  Usage,
  Verdict,
  VisitProbe,
} from "../../protocol/settings.schema.ts";
import { identitySecret, keyRing, currentSecret } from "../../storage/index.ts";
import { badRequest } from "../http-errors.ts";
import { maskIp } from "../visitor-context.ts";
import type { AdminContext } from "./member.ts";
import { probeVerdict } from "./visit-probe.ts";

type AdminRequest = Context<AdminContext>;

/** The Tenant object of the member who asks. */
export function ownTenant({ env, var: { member } }: AdminRequest) {
  return tenantObject(env, member.tenant.region, member.tenant.id);
}

/** Who is noted in the activity log. */
export function actorOf({ req, var: { member } }: AdminRequest): Actor {
  return { user: member.actor, maskedIp: maskIp(req.header("CF-Connecting-IP") ?? null) };
}

function noSettings(): PlayheadError {
  return new PlayheadError("not_found", "This tenant has no settings yet.");
}

/** The settings in force. @throws {PlayheadError} `not_found`, `settings_unreadable` */
export async function readSettings(context: AdminRequest): Promise<Settings> {
  const settings = await ownTenant(context).settings();
  if (settings === "unreadable") throw new Error("the stored settings cannot be read by this version");
  if (!settings) throw noSettings();
  return settings;
}

/** The settings after a change. @throws {PlayheadError} `settings_conflict`, `bad_request`, `not_found` */
export function settingsAfter(result: ChangeResult): Settings {
  switch (result.kind) {
    case "done":
      return result.settings;
    case "conflict":
      throw new PlayheadError(
        "settings_conflict",
        `The settings have been changed meanwhile (version ${result.version}); read them again and repeat your change.`,
      );
    case "refused":
      throw badRequest([{ path: ["policy", ...result.path], message: result.message }]);
    case "missing":
      throw new PlayheadError("not_found", result.message);
  }
}

/** Where the quota stands. @throws {PlayheadError} `not_found` */
export async function readUsage(context: AdminRequest): Promise<Usage> {
  const usage = await ownTenant(context).usage();
  if (!usage) throw noSettings();
  return usage;
}

/** What would happen to a visit. */
export async function testVisit(context: AdminRequest, probe: VisitProbe): Promise<Verdict> {
  const { policy } = await readSettings(context);
  return probeVerdict(policy, await readUsage(context), probe);
}

/** The secret that user ids are signed with; nobody gets it before the activity log has that they did. */
export async function readIdentitySecret(context: AdminRequest): Promise<IdentitySecret> {
  const { policy } = settingsAfter(await ownTenant(context).noteSecretRead(actorOf(context)));
  const { secretVersion: version } = policy.identity;
  return { secret: await identitySecret(currentSecret(keyRing(context.env)).text, policy.tenant, version), version };
}

/** How a rule would have divided the last visits. @throws {PlayheadError} `bad_request`, `not_found` */
export async function previewRule(context: AdminRequest, rule: Condition): Promise<RulePreviewResult> {
  const faults = ruleFaults(["rule"], rule);
  if (faults.length > 0) throw badRequest(faults);
  const result = await ownTenant(context).preview(rule);
  if (!result) throw noSettings();
  return result;
}
