import { EVERYONE, segmentHolds, visitorShare } from "../protocol/index.ts";
import type { Environment, Policy } from "../protocol/policy.schema.ts";
import { passed, stopped, type Rule } from "./admission-rule.ts";
import type { Visitor } from "./visitor.ts";

function segmentName(policy: Policy, id: string): string {
  return id === EVERYONE ? "Everyone" : (policy.segments.find((segment) => segment.id === id)?.name ?? id);
}

/** The first of the segments that the visitor is in. One that is not there holds nobody. */
function segmentOf(policy: Policy, environment: Environment, visitor: Visitor, ids: readonly string[]): string | null {
  const facts = { ...visitor, environment: environment.id };
  const inside = (id: string) => {
    const segment = policy.segments.find((candidate) => candidate.id === id);
    return id === EVERYONE || (segment !== undefined && segmentHolds(segment.rule, facts));
  };
  return ids.find(inside) ?? null;
}

/** Which visitors an environment records. */
export const VISITOR_RULES: readonly Rule[] = [
  {
    reason: "mobile_off",
    asked: "always",
    look(_policy, { name, mobile }, { device }) {
      const handheld = device === "mobile" || device === "tablet";
      return handheld && !mobile
        ? stopped(`The device is a ${device === "mobile" ? "phone" : "tablet"}; ${name} does not record those.`)
        : passed(mobile ? `${name} records all devices.` : `The device is ${device ?? "not known"}.`);
    },
  },
  {
    reason: "excluded_segment",
    // A page or an event can put a running visit into an excluded segment, and another can take it out again.
    asked: "always",
    look(policy, environment, visitor) {
      const { excludedSegments } = environment;
      const found = segmentOf(policy, environment, visitor, excludedSegments);
      return found === null
        ? passed(`The visitor is in none of the ${excludedSegments.length} excluded segments.`)
        : stopped(`The visitor is in the excluded segment "${segmentName(policy, found)}".`);
    },
  },
  {
    reason: "no_segment",
    asked: "always",
    look: (_policy, { name, segments }) =>
      segments.length === 0
        ? stopped(`No segment is chosen in ${name}, so nobody is recorded.`)
        : passed(`${name} records ${segments.length === 1 ? "one segment" : `${segments.length} segments`}.`),
  },
  {
    reason: "no_segment",
    asked: "audience",
    look(policy, environment, visitor) {
      const { segments } = environment;
      const found = segmentOf(policy, environment, visitor, segments);
      const names = segments.map((id) => `"${segmentName(policy, id)}"`).join(", ");
      return found === null
        ? stopped(`The visitor is in none of the chosen segments: ${names}.`)
        : { ...passed(`The visitor is in the segment "${segmentName(policy, found)}".`), segment: found };
    },
  },
  {
    reason: "not_sampled",
    asked: "once",
    look(_policy, { id, samplePercent }, { visitor }) {
      if (samplePercent >= 100) return passed("All visitors are recorded.");
      if (visitor === null) return stopped(`${samplePercent} % are recorded, and the visitor's id is not known.`);
      const share = visitorShare("sample", id, visitor);
      const place = `the visitor stands at ${share.toFixed(2)} of 100`;
      return share < samplePercent
        ? passed(`${samplePercent} % are recorded, and ${place}.`)
        : stopped(`${samplePercent} % are recorded, but ${place}.`);
    },
  },
];
