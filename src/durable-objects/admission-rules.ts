import type { Rule } from "./admission-rule.ts";
import { CONSENT_RULES } from "./consent-rules.ts";
import { LEVEL_RULES } from "./level-rules.ts";
import { ORIGIN_RULE, REQUEST_RULES } from "./request-rules.ts";
import { VISITOR_RULES } from "./visitor-rules.ts";

/** All rules in the order in which they are asked: the first that stops the visit is the reason. */
export const RULES: readonly Rule[] = [
  ORIGIN_RULE,
  ...REQUEST_RULES,
  ...CONSENT_RULES,
  ...VISITOR_RULES,
  ...LEVEL_RULES,
];
