import type {
  AssetSettings,
  Environment,
  Exclusions,
  FrameSettings,
  IdentitySettings,
  Policy,
  Segment,
} from "../../../protocol/policy.schema.ts";
import { isOtherText, textChangeEffect, UNSET_NAMES } from "./consent-words.ts";
import { sourceText } from "./identity-words.ts";
import { andText, countText } from "./list-text.ts";
import { segmentName, valueNames } from "./names.ts";
import { privacyChange } from "./privacy-diff.ts";
import { ruleSentence } from "./rule-sentence.ts";
import { signalChange } from "./signal-words.ts";

/** Longer lists of what was added or taken out are told as a number. */
const NAMED_AT_MOST = 3;

function listChange(before: readonly string[], after: readonly string[], noun: string, nouns = `${noun}s`): string[] {
  const added = after.filter((item) => !before.includes(item));
  const gone = before.filter((item) => !after.includes(item));
  const tell = (what: string, items: string[]) => {
    if (items.length === 0) return [];
    if (items.length > NAMED_AT_MOST) return [`${countText(items.length, noun, nouns)} ${what}`];
    return [`${items.length === 1 ? noun : nouns} ${what}: ${andText(items)}`];
  };
  return [
    ...tell("added", added),
    ...tell("removed", gone),
    ...(added.length + gone.length === 0 && before.join("\n") !== after.join("\n")
      ? [`order of ${nouns} changed`]
      : []),
  ];
}

function valueChange(what: string, before: string, after: string): string[] {
  return before === after ? [] : [`${what} ${before} → ${after}`];
}

function onOff(on: boolean): string {
  return on ? "on" : "off";
}

function secondsText(seconds: number): string {
  return seconds === 0 ? "none" : `${seconds} s`;
}

function keptText(kept: boolean): string {
  return kept ? "kept" : "not kept";
}

function names(policy: Policy, ids: readonly string[]): string[] {
  return ids.map((id) => segmentName(policy, id));
}

function environmentChange(before: Environment, after: Environment, was: Policy, is: Policy): string[] {
  const noOne = after.segments.length === 0 && before.segments.length > 0;
  return [
    ...valueChange("name", before.name, after.name),
    ...valueChange("level", before.level, after.level),
    ...valueChange("method", before.method, after.method),
    ...listChange(before.origins, after.origins, "origin"),
    ...listChange(names(was, before.segments), names(is, after.segments), "recorded segment"),
    ...(noOne ? ["nobody will be recorded"] : []),
    ...listChange(names(was, before.excludedSegments), names(is, after.excludedSegments), "excluded segment"),
    ...valueChange("sample", `${before.samplePercent} %`, `${after.samplePercent} %`),
    ...valueChange("phones and tablets", onOff(before.mobile), onOff(after.mobile)),
    ...valueChange("minimum duration", secondsText(before.minDurationSeconds), secondsText(after.minDurationSeconds)),
    ...valueChange("the minute before recording begins", keptText(before.buffer), keptText(after.buffer)),
  ].map((text) => `${before.name}: ${text}`);
}

function segmentChange(before: Segment, after: Segment, was: Policy, is: Policy): string[] {
  const rules = [ruleSentence(before.rule, valueNames(was)), ruleSentence(after.rule, valueNames(is))] as const;
  const same = JSON.stringify(before.rule) === JSON.stringify(after.rule);
  return [
    ...valueChange("name", before.name, after.name),
    ...(same ? [] : rules[0] === rules[1] ? ["the rule changed"] : [`now “${rules[1]}”, was “${rules[0]}”`]),
  ].map((text) => `Segment ${before.name}: ${text}`);
}

function exclusionChange(before: Exclusions, after: Exclusions): string[] {
  return [
    ...listChange(before.ips, after.ips, "IP address", "IP addresses"),
    ...listChange(before.domains, after.domains, "domain"),
    ...listChange(before.userAgents, after.userAgents, "user agent"),
    ...valueChange("bots turned away", onOff(before.bots), onOff(after.bots)),
  ].map((text) => `Exclusions: ${text}`);
}

function consentChange(was: Policy, is: Policy): string[] {
  const [before, after] = [was.consent, is.consent];
  const text = isOtherText(before, after)
    ? [`text for visitors becomes version ${before.version + 1}: ${textChangeEffect(after.unset)}`]
    : [];
  return [
    ...valueChange("who has not chosen is", UNSET_NAMES[before.unset], UNSET_NAMES[after.unset]),
    ...valueChange("Global Privacy Control as a no", onOff(before.gpc), onOff(after.gpc)),
    ...text,
    ...valueChange("visitors may have everything deleted", onOff(before.erasure), onOff(after.erasure)),
  ].map((change) => `Consent: ${change}`);
}

function frameChange(before: FrameSettings, after: FrameSettings): string[] {
  return [
    ...listChange(before.children, after.children, "origin taken in", "origins taken in"),
    ...listChange(before.parents, after.parents, "origin that may have your pages", "origins that may have your pages"),
  ].map((text) => `Frames: ${text}`);
}

function identityChange(before: IdentitySettings, after: IdentitySettings): string[] {
  return [
    ...valueChange("user id from", sourceText(before), sourceText(after)),
    ...valueChange("only signed ids count", onOff(before.signed), onOff(after.signed)),
  ].map((text) => `Identity: ${text}`);
}

function assetChange(before: AssetSettings, after: AssetSettings): string[] {
  return [
    ...valueChange("fetching by this server", onOff(before.fetch), onOff(after.fetch)),
    ...listChange(before.hosts, after.hosts, "host"),
  ].map((text) => `Files of pages: ${text}`);
}

function wholeChange(was: Policy, is: Policy): string[] {
  return [
    ...valueChange("Recording as a whole", onOff(was.recording), onOff(is.recording)),
    ...(was.recording && !is.recording ? ["Nobody will be recorded, and visitors are not shown a switch"] : []),
  ];
}

function retentionChange({ retentionDays: before }: Policy, { retentionDays: after }: Policy): string[] {
  const change = valueChange("Retention", countText(before, "day"), countText(after, "day"));
  if (after < before) return [...change, `Stored sessions older than ${countText(after, "day")} are deleted`];
  return change.map((text) => `${text}, for sessions recorded from now on`);
}

function byId<T extends { id: string }>(
  before: readonly T[],
  after: readonly T[],
  tell: { added: (item: T) => string; removed: (item: T) => string; changed: (before: T, after: T) => string[] },
): string[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const kept = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap((item) => {
      const known = old.get(item.id);
      return known ? tell.changed(known, item) : [tell.added(item)];
    }),
    ...before.filter(({ id }) => !kept.has(id)).map(tell.removed),
  ];
}

/** What would change if `after` were saved over `before`, one sentence each: `Production: level off → playback`. */
export function policyDiff(before: Policy, after: Policy): string[] {
  return [
    ...wholeChange(before, after),
    ...byId(before.environments, after.environments, {
      added: ({ name, level }) => `New environment ${name}, level ${level}`,
      removed: ({ name }) => `Environment ${name} is removed`,
      changed: (was, is) => environmentChange(was, is, before, after),
    }),
    ...byId(before.segments, after.segments, {
      added: ({ name, rule }) => `New segment ${name}: ${ruleSentence(rule, valueNames(after))}`,
      removed: ({ name }) => `Segment ${name} is removed`,
      changed: (was, is) => segmentChange(was, is, before, after),
    }),
    ...exclusionChange(before.exclusions, after.exclusions),
    ...privacyChange(before.privacy, after.privacy, { list: listChange, value: valueChange, onOff }),
    ...frameChange(before.frames, after.frames),
    ...consentChange(before, after),
    ...identityChange(before.identity, after.identity),
    ...assetChange(before.assets, after.assets),
    ...signalChange(before.signals, after.signals, valueChange),
    ...retentionChange(before, after),
  ];
}
