import type { PrivacySettings } from "../../../protocol/privacy/privacy.schema.ts";
import { IP_WORDS, LOCATION_WORDS, MODE_WORDS, ruleText } from "./privacy-words.ts";

type Tell = {
  list(before: readonly string[], after: readonly string[], noun: string, nouns?: string): string[];
  value(what: string, before: string, after: string): string[];
  onOff(on: boolean): string;
};

/** What would change of privacy, one sentence each. */
export function privacyChange(before: PrivacySettings, after: PrivacySettings, { list, value, onOff }: Tell): string[] {
  const old = new Map(before.rules.map((rule) => [rule.id, rule]));
  const kept = new Set(after.rules.map(({ id }) => id));
  const rules = after.rules.flatMap((rule) => {
    const was = old.get(rule.id);
    if (!was) return [`new rule: ${ruleText(rule)}`];
    return value("rule", ruleText(was), ruleText(rule));
  });
  const gone = before.rules.filter(({ id }) => !kept.has(id)).map((rule) => `rule removed: ${ruleText(rule)}`);
  return [
    ...value("mode", MODE_WORDS[before.mode].name, MODE_WORDS[after.mode].name),
    ...rules,
    ...gone,
    ...value("addresses of pages", onOff(before.urls), onOff(after.urls)),
    ...list(before.urlParameters, after.urlParameters, "kept query parameter"),
    ...list(before.bodyFields, after.bodyFields, "kept field of requests", "kept fields of requests"),
    ...value("titles of pages", onOff(before.titles), onOff(after.titles)),
    ...value("pictures of canvases", onOff(before.canvas), onOff(after.canvas)),
    ...value("IP address", IP_WORDS[before.ip].name.toLowerCase(), IP_WORDS[after.ip].name.toLowerCase()),
    ...value(
      "location",
      LOCATION_WORDS[before.location].name.toLowerCase(),
      LOCATION_WORDS[after.location].name.toLowerCase(),
    ),
    ...value("holding sessions back", onOff(before.quarantine), onOff(after.quarantine)),
  ].map((text) => `Privacy: ${text}`);
}
