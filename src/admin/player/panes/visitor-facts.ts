import type { SessionRow } from "../../../protocol/api.schema.ts";
import { countryName, flag } from "../../format/place.ts";
import { absoluteText, dateText, durationText } from "../../format/time.ts";
import { LEVEL_NAMES, levelReason } from "../../settings/words/level-words.ts";
import { LEVEL_REASONS, LEVEL_WORDS } from "../signal-lines.ts";
import type { SignalOf } from "./use-signals.ts";

/** Something known, by name. `code`: it is an id or the like. */
export interface Fact {
  name: string;
  value: string;
  code?: true;
}

function words(...parts: (string | null)[]): string {
  return parts.filter(Boolean).join(" ");
}

/** Who it was, where and with what. */
export function sessionFacts(session: SessionRow): Fact[] {
  const facts: (Fact | null)[] = [
    session.user ? { name: "User", value: session.user } : null,
    !session.user && session.knownAs ? { name: "Known as", value: session.knownAs } : null,
    { name: "Visitor", value: session.visitor, code: true },
    { name: "Started", value: absoluteText(session.startedAt) },
    { name: "Duration", value: durationText(session.durationMs) },
    {
      name: "Place",
      value: session.country
        ? `${flag(session.country)} ${[session.city, countryName(session.country)].filter(Boolean).join(", ")}`
        : "unknown",
    },
    { name: "Browser", value: words(session.browser, session.browserVersion) || "unknown" },
    { name: "System", value: session.os ?? "unknown" },
    { name: "Device", value: session.device },
    { name: "Environment", value: session.environment },
    { name: "Clicks", value: String(session.clicks) },
    { name: "Inputs", value: String(session.inputs) },
    { name: "Kept until", value: session.pinnedAt ? "unpinned" : dateText(session.expiresAt) },
    { name: "Session", value: session.id, code: true },
  ];
  return facts.filter((fact) => fact !== null);
}

function traitText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What the site said about the visitor, the last word on each. */
export function traitFacts(identities: readonly SignalOf<"identity">[]): Fact[] {
  const traits = new Map<string, string>();
  for (const identity of identities)
    for (const [name, value] of Object.entries(identity.traits)) traits.set(name, traitText(value));
  return [...traits].map(([name, value]) => ({ name, value }));
}

/** A change of how much was collected, in words. */
export interface LevelStep {
  at: number;
  text: string;
  why: string;
}

/** How much was collected, and what stepped down and why. */
export function levelFacts(session: SessionRow): Fact[] {
  const why = levelReason(session);
  return [{ name: "Level", value: LEVEL_NAMES[session.level] }, ...(why ? [{ name: "Why", value: why }] : [])];
}

/** The changes of level on the way. */
export function levelSteps(signals: readonly SignalOf<"level">[]): LevelStep[] {
  return signals.map(({ at, level, reason }) => ({
    at,
    text: LEVEL_WORDS[level] ?? `Level ${level}`,
    why: LEVEL_REASONS[reason] ?? reason,
  }));
}

/** The facts that have all words. */
export function matchingFacts(facts: readonly Fact[], search: string): Fact[] {
  const each = search.toLowerCase().split(/\s+/).filter(Boolean);
  return facts.filter(({ name, value }) => each.every((word) => `${name} ${value}`.toLowerCase().includes(word)));
}
