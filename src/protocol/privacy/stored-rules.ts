import { globMatches } from "../glob.ts";
import { parseSelector, type Complex } from "./selector-parse.ts";
import type { PrivacyRule, RecorderPrivacy } from "./privacy.schema.ts";

/** The stronger first, as in the recorder: at one element, `mask` wins over `allow`. */
export const RULE_ORDER = ["block", "mask", "ignore", "allow"] as const;

/** The rules that hold on one path, in the order of `RULE_ORDER`. */
export interface HoldingRules {
  selectors: Complex[][];
  /** Whether any of them hides something. */
  hides: boolean;
  /** Whether what a mark lets through may be so by a rule that cannot be judged here. */
  trustsMarks: boolean;
}

function hides({ treatment }: PrivacyRule): boolean {
  return treatment !== "allow";
}

/** Where the path is not known, what hides holds, and what shows does not. */
function holds(rule: PrivacyRule, path: string | null): boolean {
  return !rule.url || (path === null ? hides(rule) : globMatches(rule.url, path));
}

/** The selectors of rules, or parts of their lists, that cannot be applied to stored nodes. */
export function unsupportedSelectors({ rules }: Pick<RecorderPrivacy, "rules">): string[] {
  return [...new Set(rules.flatMap(({ selector }) => parseSelector(selector).unsupported))];
}

/** The rules of a tenant, ready to be held against stored nodes. */
export class StoredRules {
  private readonly parsed: { rule: PrivacyRule; complexes: Complex[]; unsupported: boolean }[];
  private readonly byPath = new Map<string | null, HoldingRules>();

  constructor({ rules }: RecorderPrivacy) {
    this.parsed = rules.map((rule) => {
      const { complexes, unsupported } = parseSelector(rule.selector);
      return { rule, complexes, unsupported: unsupported.length > 0 };
    });
  }

  /** Those that hold on a path; `null` when nobody knows it. */
  on(path: string | null): HoldingRules {
    let found = this.byPath.get(path);
    if (!found) {
      // A visit has as many paths as it likes; the last ones are what is asked again.
      if (this.byPath.size >= 100) this.byPath.clear();
      this.byPath.set(path, (found = this.find(path)));
    }
    return found;
  }

  private find(path: string | null): HoldingRules {
    const holding = this.parsed.filter(({ rule }) => holds(rule, path));
    return {
      selectors: RULE_ORDER.map((treatment) => [
        ...parseSelector(`[data-playhead="${treatment}"]`).complexes,
        ...holding.filter(({ rule }) => rule.treatment === treatment).flatMap(({ complexes }) => complexes),
      ]),
      hides: holding.some(({ rule }) => hides(rule)),
      trustsMarks: this.parsed.some(
        ({ rule, unsupported }) => !hides(rule) && (unsupported || (path === null && rule.url !== undefined)),
      ),
    };
  }
}
