import type { PrivacyRule, PrivacySettings } from "../../../protocol/privacy/privacy.schema.ts";
import { andText, countText } from "./list-text.ts";

type Mode = PrivacySettings["mode"];
type Treatment = PrivacyRule["treatment"];

export interface ModeWords {
  name: string;
  readable: string;
  hidden: string;
}

export const MODE_WORDS: Record<Mode, ModeWords> = {
  inputs: {
    name: "Hide what visitors enter",
    readable: "Readable: the texts, images and titles of your pages.",
    hidden:
      "Hidden: the value of every field, unless a rule names that field. Passwords, card numbers and codes always.",
  },
  content_free: {
    name: "No content at all",
    readable: "Readable: the layout, colours, clicks and scrolling.",
    hidden: "Hidden: every text, value, image and title. No rule can show any of it; rules can only hide more.",
  },
  explicit: {
    name: "Only what you allow",
    readable: "Readable: what a rule with “Show” names, and the layout.",
    hidden: "Hidden: everything else, also what is added to your pages later.",
  },
};

export const TREATMENT_WORDS: Record<Treatment, { name: string; means: string }> = {
  mask: { name: "Mask", means: "texts and values become ••••••" },
  block: { name: "Block", means: "only an empty box of the same size is recorded" },
  ignore: { name: "Ignore", means: "texts and values are masked, and nothing that is done there is recorded" },
  allow: { name: "Show", means: "texts can be read; the value of a field only if the rule names the field itself" },
};

export const IP_WORDS: Record<PrivacySettings["ip"], { name: string; means: string }> = {
  masked: { name: "Masked", means: "Without its last part: 203.0.113.0/24 of IPv4, the first /48 of IPv6." },
  none: { name: "Not kept", means: "No part of the address is stored." },
};

export const LOCATION_WORDS: Record<PrivacySettings["location"], { name: string; means: string }> = {
  city: { name: "Country and city", means: "As Cloudflare guesses them from the network." },
  country: { name: "Country only", means: "Two letters, for example DE." },
  none: {
    name: "Neither",
    means: "No place is stored. Segments by country still work: they are asked before anything is stored.",
  },
};

/** A rule for a list: `mask .price on /cart*`. */
export function ruleText({ selector, treatment, url }: PrivacyRule): string {
  return `${TREATMENT_WORDS[treatment].name.toLowerCase()} “${selector.trim() || "…"}”${url ? ` on ${url}` : ""}`;
}

/** What is recorded as things are. */
export function privacyNow({ mode, rules, urls, titles, ip, location }: PrivacySettings): string {
  const base = {
    inputs: "What visitors enter is hidden, texts of your pages are readable",
    content_free: "No content is recorded",
    explicit: rules.some(({ treatment }) => treatment === "allow")
      ? "Only what your rules show is readable"
      : "Nothing is readable: no rule shows anything",
  }[mode];
  const off = [
    ...(urls ? [] : ["addresses of pages"]),
    ...(titles ? [] : ["titles"]),
    ...(ip === "none" ? ["IP addresses"] : []),
    ...(location === "none" ? ["places"] : []),
  ];
  const more = rules.length > 0 ? `, with ${countText(rules.length, "rule")}` : "";
  return `${base}${more}.${off.length > 0 ? ` Not collected: ${andText(off)}.` : ""}`;
}

/** Why a rule has no effect, or `null`. */
export function ruleWarning(mode: Mode, { treatment }: Pick<PrivacyRule, "treatment">): string | null {
  return mode === "content_free" && treatment === "allow"
    ? "Has no effect: in this mode no rule can show anything."
    : null;
}

/** What a change of the mode means for recordings from now on, or `null`. */
export function modeEffect(before: Mode, after: Mode): string | null {
  if (before === after) return null;
  const open: Record<Mode, number> = { content_free: 0, explicit: 1, inputs: 2 };
  return open[after] > open[before]
    ? "More of your pages becomes readable in sessions recorded from now on. Earlier ones stay as they are."
    : "Less of your pages is readable in sessions recorded from now on. Earlier ones stay as they are.";
}
