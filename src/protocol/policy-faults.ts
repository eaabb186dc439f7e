import { agentPatternFault } from "./agent-match.ts";
import { assetHostFault } from "./asset-hosts.ts";
import { domainPatternFault } from "./domain-match.ts";
import { identityNameFault } from "./identity-faults.ts";
import { ipPatternFault } from "./ip-match.ts";
import { originPatternFault } from "./origins.ts";
import type { Policy } from "./policy.schema.ts";
import { selectorFault } from "./privacy/selector-fault.ts";
import { EVERYONE } from "./segment-match.ts";
import type { Comparison, Condition } from "./segment.schema.ts";

/** Something in a policy that its schema cannot see. */
export interface PolicyFault {
  path: (string | number)[];
  /** In plain words, without a full stop. */
  message: string;
}

function repeated(texts: readonly string[]): number {
  return texts.findIndex((text, at) => texts.indexOf(text) !== at);
}

function uniqueFault(path: PolicyFault["path"], texts: readonly string[]): PolicyFault[] {
  const at = repeated(texts);
  return at < 0 ? [] : [{ path: [...path, at, "id"], message: `"${texts[at]}" is there twice` }];
}

function patternFaults(
  path: PolicyFault["path"],
  patterns: readonly string[],
  fault: (text: string) => string | null,
): PolicyFault[] {
  return patterns.flatMap((pattern, at) => {
    const message = fault(pattern);
    return message === null ? [] : [{ path: [...path, at], message }];
  });
}

function comparisonFault({ field, attribute, operator, values }: Comparison): string | null {
  if (field === "attribute" && !attribute) return "an attribute needs its name";
  if (field !== "attribute" && attribute !== undefined) return `only the field attribute has a name, not ${field}`;
  if ((field === "percentage") !== (operator === "below")) return "percentage and below belong together";
  if (operator === "below") {
    const [text = "", ...more] = values;
    const percent = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    return percent <= 100 && more.length === 0 ? null : "percentage takes one number from 0 to 100";
  }
  const needsNone = operator === "exists" || operator === "not_exists";
  return needsNone || values.length > 0 ? null : "give at least one value to compare with";
}

/** What is wrong with the rule of a segment; `path` is where it stands. */
export function ruleFaults(path: PolicyFault["path"], { conditions }: Condition): PolicyFault[] {
  return conditions.flatMap((condition, at) => {
    const place = [...path, "conditions", at];
    if ("conditions" in condition) return ruleFaults(place, condition);
    const message = comparisonFault(condition);
    return message === null ? [] : [{ path: place, message }];
  });
}

function noticeFault(url: string): string | null {
  const secure = url === "" || (URL.canParse(url) && new URL(url).protocol === "https:");
  return secure ? null : "is an address that begins with https://, or empty";
}

function fieldFault(path: PolicyFault["path"], message: string | null): PolicyFault[] {
  return message === null ? [] : [{ path, message }];
}

/** All that is wrong with a policy that fits its schema; empty when nothing is. */
export function policyFaults({
  environments,
  segments,
  exclusions,
  consent,
  identity,
  assets,
  frames,
  privacy,
}: Policy): PolicyFault[] {
  const known = new Set([EVERYONE, ...segments.map(({ id }) => id)]);
  const segmentFault = (id: string) => (known.has(id) ? null : `there is no segment "${id}"`);
  return [
    ...uniqueFault(
      ["environments"],
      environments.map(({ id }) => id),
    ),
    ...uniqueFault(["segments"], [EVERYONE, ...segments.map(({ id }) => id)]).map(({ path: [part, at], message }) => ({
      path: [part!, Number(at) - 1, "id"],
      message,
    })),
    ...environments.flatMap((environment, at) => [
      ...patternFaults(["environments", at, "origins"], environment.origins, originPatternFault),
      ...patternFaults(["environments", at, "segments"], environment.segments, segmentFault),
      ...patternFaults(["environments", at, "excludedSegments"], environment.excludedSegments, segmentFault),
    ]),
    ...segments.flatMap(({ rule }, at) => ruleFaults(["segments", at, "rule"], rule)),
    ...patternFaults(["exclusions", "ips"], exclusions.ips, ipPatternFault),
    ...patternFaults(["exclusions", "domains"], exclusions.domains, domainPatternFault),
    ...patternFaults(["exclusions", "userAgents"], exclusions.userAgents, agentPatternFault),
    ...fieldFault(["consent", "noticeUrl"], noticeFault(consent.noticeUrl)),
    ...fieldFault(["identity", "name"], identityNameFault(identity)),
    ...patternFaults(["assets", "hosts"], assets.hosts, assetHostFault),
    ...patternFaults(["frames", "children"], frames.children, originPatternFault),
    ...patternFaults(["frames", "parents"], frames.parents, originPatternFault),
    ...uniqueFault(
      ["privacy", "rules"],
      privacy.rules.map(({ id }) => id),
    ),
    ...privacy.rules.flatMap(({ selector }, at) => {
      const message = selectorFault(selector);
      return message === null ? [] : [{ path: ["privacy", "rules", at, "selector"], message }];
    }),
  ];
}
