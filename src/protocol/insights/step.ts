import { globMatches } from "../glob.ts";
import type { TrailEntry } from "../trail.ts";
import { spellings } from "./course.ts";

export const STEP_KINDS = ["page", "event", "click"] as const;

/** One step of a funnel: a page by its address, an event of the site or a click by its name; `*` stands for any text. */
export interface Step {
  kind: (typeof STEP_KINDS)[number];
  match: string;
}

/** Whether an entry of a trail is what is looked for. */
export type EntryTest = (entry: TrailEntry, entryUrl: string) => boolean;

/** Whether an address fits a pattern; upper and lower case are the same. One that begins with `/` is compared with the path alone. */
export function addressTest(match: string): (address: string, entryUrl: string) => boolean {
  const wanted = match.replace(/^https?:\/\//i, "").toLowerCase();
  const bare = wanted.includes("*") ? wanted : wanted.replace(/(?<=.)\/+$/, "");
  return (address, entryUrl) => {
    const { path, whole } = spellings(address.toLowerCase(), entryUrl.toLowerCase());
    return (wanted.startsWith("/") || wanted.startsWith("*") ? path : whole).some(
      (text) => globMatches(bare, text) || globMatches(wanted, text),
    );
  };
}

/** Makes the test of a step. Names are compared without regard to case. */
export function stepTest({ kind, match }: Step): EntryTest {
  if (kind === "page") {
    const fits = addressTest(match);
    return (entry, entryUrl) => entry[1] === "page" && fits(entry[2], entryUrl);
  }
  const wanted = match.toLowerCase();
  return (entry) => entry[1] === kind && globMatches(wanted, entry[2].toLowerCase());
}
