import type { Context } from "hono";
import { ASSETS, PlayheadError, assetHosts, assetKey } from "../../protocol/index.ts";
import {
  assetReport,
  type AssetEntry,
  type AssetRefusal,
  type AssetReport,
  type AssetReportAnswer,
} from "../../protocol/asset.schema.ts";
import {
  addressHash,
  conflictingKeys,
  latestVersions,
  mapAssets,
  reserveKeys,
  storesOf,
  type KnownAsset,
  type Mapping,
} from "../../storage/index.ts";
import { addressFault, type AddressRules } from "../assets-fetch/address-rules.ts";
import { rulesFor } from "../assets-fetch/consumer.ts";
import { isFresh } from "../assets-fetch/keeper.ts";
import { sendTasks, type AssetTask } from "../assets-fetch/message.ts";
import { withoutQuery } from "../assets-fetch/style-sheet.ts";
import { readBody } from "../bounded-body.ts";
import type { Env } from "../env.ts";
import { badRequest } from "../http-errors.ts";
import { assetSender, checkAssetRoom } from "./asset-gate.ts";
import { freshSettings } from "./batch-gate.ts";

async function readReport(request: Request): Promise<AssetReport> {
  const bytes = await readBody(request, ASSETS.reportBytes);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new PlayheadError("bad_json", "The body is not JSON in UTF-8.");
  }
  const parsed = assetReport.safeParse(json);
  if (!parsed.success) throw badRequest(parsed.error.issues);
  const wrong = parsed.data.assets.findIndex(({ key, url }) => url !== undefined && assetKey(url) !== key);
  if (wrong >= 0)
    throw new PlayheadError("bad_request", `assets.${wrong}.key: is not \`assetKey\` of its address; compute it anew.`);
  return parsed.data;
}

/** What a report comes to. */
interface Sorted {
  refused: AssetReportAnswer["refused"];
  /** The recorder has the bytes. */
  offered: Mapping[];
  /** The server may fetch these. */
  wanted: { key: string; url: string; kind: AssetEntry["kind"] }[];
}

/** Sorts a report by who brings the bytes. Pure. */
function sortEntries(entries: readonly AssetEntry[], rules: AddressRules, fetches: boolean): Sorted {
  const sorted: Sorted = { refused: [], offered: [], wanted: [] };
  for (const { key, url, kind, sha256, bytes = 0 } of entries) {
    const whole = url?.split("#", 1)[0] ?? "";
    const refuse = (why: AssetRefusal) => sorted.refused.push({ key, why });
    if (bytes > ASSETS.bytes[kind]) refuse("too_large");
    else if (sha256 !== undefined) sorted.offered.push({ key, sha256, base: withoutQuery(whole) });
    else if (!fetches) refuse("fetch_off");
    else {
      const fault = addressFault(whole, rules);
      if (fault === null) sorted.wanted.push({ key, url: whole, kind });
      else refuse(fault);
    }
  }
  return sorted;
}

/** The tasks of following those sheets among the mapped files that load something. */
function sheetTasks(mappings: readonly Mapping[], known: ReadonlyMap<string, KnownAsset>): AssetTask[] {
  return mappings.flatMap(({ sha256, base }) => {
    const file = sha256 === null ? undefined : known.get(sha256);
    return file && file.refs > 0 && base !== null ? [{ sheet: file.sha256, base }] : [];
  });
}

/**
 * `POST /v1/sessions/:id/assets?token=`: what the page used. Files whose bytes the recorder has are asked for where the store lacks
 * them; addresses are mapped when they were fetched less than a day ago, and go into the queue otherwise.
 */
export async function takeAssetReport(
  context: Context<{ Bindings: Env }, "/v1/sessions/:id/assets">,
): Promise<Response> {
  const { env } = context;
  const now = Date.now();
  const identity = await assetSender(context, context.req.param("id"), now);
  const { assets } = await readReport(context.req.raw);
  await checkAssetRoom(env, identity, 0);

  const settings = await freshSettings(env, identity, now);
  const rules = rulesFor(env, settings ? assetHosts(settings.policy, identity.environment) : []);
  const { refused, offered, wanted } = sortEntries(assets, rules, settings?.policy.assets.fetch ?? false);

  const { tenant } = identity;
  const { index } = storesOf(env, identity.region);
  const hashes = await Promise.all(wanted.map(({ url }) => addressHash(tenant, url)));
  const versions = await latestVersions(index, tenant, hashes);
  const fresh: (Mapping & { sha256: string })[] = [];
  const stale: typeof wanted = [];
  for (const [i, address] of wanted.entries()) {
    const version = versions.get(hashes[i]!);
    if (!version || !isFresh(version, now)) stale.push(address);
    else if (version.sha256 === null) refused.push({ key: address.key, why: "failed" });
    else fresh.push({ key: address.key, sha256: version.sha256, base: version.base });
  }

  const mappings = [...offered, ...fresh];
  const known = await mapAssets(index, identity, mappings, now);
  for (const key of await conflictingKeys(index, identity, offered)) refused.push({ key, why: "conflict" });
  const gone = new Set(fresh.filter(({ sha256 }) => !known.has(sha256)).map(({ key }) => key));
  const fetched = [...stale, ...wanted.filter(({ key }) => gone.has(key))];
  const places = fetched.map(({ key, url }) => ({ key, base: withoutQuery(url) }));
  const reserved = await reserveKeys(index, identity, places, now);
  await sendTasks(env.ASSET_QUEUE, identity, [
    ...fetched.filter(({ key }) => reserved.has(key)),
    ...sheetTasks(mappings, known),
  ]);
  const missing = offered.flatMap(({ sha256 }) => (sha256 !== null && !known.has(sha256) ? [sha256] : []));
  return context.json({ wanted: [...new Set(missing)], refused } satisfies AssetReportAnswer);
}
