import { globMatches } from "../../../protocol/glob.ts";
import type { PrivacyRule } from "../../../protocol/privacy/privacy.schema.ts";
import { isSelector } from "./selector.ts";

export type Treatment = PrivacyRule["treatment"];

/** An element of the page that rules name, where it is in the window. CSS pixels of the recorded page. */
export interface Mark {
  /** Number of the element among those that rules name. */
  n: number;
  treatment: Treatment;
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Marks {
  /** Those in view, `MARKS_MAX` at most. */
  boxes: Mark[];
  /** How many elements each rule names, in view or not; `null`: it does not hold on this page. */
  counts: Map<string, number | null>;
}

/** More boxes than this hide the page. */
const MARKS_MAX = 300;

/** The stronger first: at one element the first of them wins, as in the recorder. */
const ORDER: readonly Treatment[] = ["block", "mask", "ignore", "allow"];

/** Whether a rule holds on the page with this path. */
export function holdsOn({ url }: Pick<PrivacyRule, "url">, path: string): boolean {
  return !url || globMatches(url, path);
}

/** What the rules, and the page's own `data-playhead` attributes, name in a document whose address has this path. */
export function findMarks(document: Document, rules: readonly PrivacyRule[], path: string): Marks {
  const found = new Map<Element, Treatment>();
  const counts = new Map<string, number | null>();
  for (const treatment of ORDER) {
    const add = (selector: string) => {
      const elements = [...document.querySelectorAll(selector)];
      for (const element of elements) if (!found.has(element)) found.set(element, treatment);
      return elements.length;
    };
    add(`[data-playhead="${treatment}"]`);
    for (const { id, selector, treatment: own, url } of rules)
      if (own === treatment && selector.trim() && isSelector(selector))
        counts.set(id, holdsOn({ ...(url && { url }) }, path) ? add(selector) : null);
  }
  const { innerWidth = 0, innerHeight = 0 } = document.defaultView ?? {};
  const boxes: Mark[] = [];
  let n = 0;
  for (const [element, treatment] of found) {
    n++;
    const { left, top, width, height } = element.getBoundingClientRect();
    const inView =
      width > 0 && height > 0 && left < innerWidth && top < innerHeight && left + width > 0 && top + height > 0;
    if (inView && boxes.length < MARKS_MAX) boxes.push({ n, treatment, left, top, width, height });
  }
  return { boxes, counts };
}
