import type { RecorderPrivacy } from "./privacy.schema.ts";

/**
 * What holds for a node. `field`: a rule names it itself, so its value is readable too, not only text in it. `secret`: a field
 * that holds, or ever held, what nobody may see; no rule changes that. `""`: what the mode says.
 */
export type Treatment = "" | "allow" | "field" | "mask" | "ignore" | "block" | "secret";

/** What the page says of a node: the live one in the recorder, the stored one when stored events are filtered again. */
export interface PageContext {
  treatment(id: number): Treatment;
  /** `css`: a text in a style element. `label`: an element whose `value` is a text of the page, not what somebody entered. */
  kind(id: number): "css" | "label" | "";
  /** Size of a blocked element, CSS pixels; `null`: nobody knows any more. */
  size(id: number): { width: number; height: number } | null;
}

/** Hears of everything that was taken out or hidden, by a short name of what it was. */
export type Report = (what: string) => void;

/** What every part of the filter works with. Without `context` the marks on the events count. */
export interface FilterScope {
  privacy: RecorderPrivacy;
  context?: PageContext | undefined;
  report: Report;
}

/**
 * The key under which the recorder notes that a rule lets something through (`allow`, `field`), or what it is (`css`, `label`), for
 * whoever filters again without the page.
 */
export const MARK = "ph";

export type Loose = Record<string, unknown>;

export function isLoose(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string, or nothing: what else JSON can hold may have a `toString` that is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Whether texts may be read there. */
export function isReadable(treatment: Treatment, { privacy: { mode } }: FilterScope): boolean {
  const allowed = treatment === "allow" || treatment === "field";
  // Of a secret field only the value is secret: what it is called can be read.
  return mode === "inputs" ? allowed || !treatment || treatment === "secret" : mode === "explicit" && allowed;
}

/** Whether what somebody entered may be read there. */
export function isOpenField(treatment: Treatment, { privacy: { mode } }: FilterScope): boolean {
  return treatment === "field" && mode !== "content_free";
}

/**
 * The treatment of something with an id, and the mark that says it: from the page when there is one, else from the mark that is
 * already there. `within` holds for what has no mark. What comes alone, without its tag or parent, may be of the kind
 * `lone`, which is marked too.
 */
export function treatmentOf(
  thing: Loose,
  scope: FilterScope,
  within: Treatment = "",
  lone: "" | "css" | "label" = "",
): Treatment {
  const { context } = scope;
  const mark = thing[MARK];
  // What a rule lets through is marked on each; what it hides is handed down.
  const inherited = within === "allow" || within === "field" ? "" : within === "secret" ? "mask" : within;
  if (!context) return mark === "allow" || mark === "field" ? mark : inherited;
  const id = thing["id"] as number;
  const kind = lone && context.kind(id) === lone ? lone : "";
  const found = context.treatment(id) || inherited;
  // What the page says there is its value.
  const treatment = found === "allow" && kind === "label" ? "field" : found;
  const next = kind !== "css" && (treatment === "allow" || treatment === "field") ? treatment : kind;
  if (next) thing[MARK] = next;
  else delete thing[MARK];
  return treatment;
}
