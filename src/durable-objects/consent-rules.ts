import { consentState, type ConsentState } from "../protocol/index.ts";
import type { Policy } from "../protocol/policy.schema.ts";
import type { DecisionReason } from "../protocol/start.schema.ts";
import { passed, stopped, type Finding, type Rule } from "./admission-rule.ts";
import type { Visitor } from "./visitor.ts";

/** Why a visitor may not be recorded: the rule that says so, and its words. */
const REFUSED: Record<ConsentState["because"], [DecisionReason, string]> = {
  choice: ["consent_refused", "The visitor has said no."],
  gpc: ["gpc", "The browser sends Global Privacy Control, and the visitor has not said yes here."],
  unset: ["consent_missing", "The visitor has not said yes, and nobody is recorded before."],
  outdated: ["consent_missing", "The visitor has said yes to an earlier text, and not to the present one."],
};

/** One of the three rules; the others leave the visitor to it. */
function consentRule(reason: DecisionReason): Rule {
  function look({ consent }: Policy, _environment: unknown, visitor: Visitor): Finding {
    if (visitor.consent === "unknown") return passed("Whether the visitor has chosen is looked up when they ask.");
    const { allowed, because } = consentState(consent, visitor.consent, visitor.gpc);
    if (allowed)
      return passed(
        because === "choice" ? "The visitor has said yes." : "The visitor has not said no, and that is enough here.",
      );
    const [refusal, words] = REFUSED[because];
    return refusal === reason ? stopped(words) : passed("The visitor has made no such choice.");
  }
  return { reason, asked: "always", look };
}

/** The visitors' own switch, the signal of their browser, and what holds without either. */
export const CONSENT_RULES: readonly Rule[] = [
  consentRule("consent_refused"),
  consentRule("gpc"),
  consentRule("consent_missing"),
];
