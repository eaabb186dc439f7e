import { rulesOf } from "./rules.ts";

/** What browsers print of a rule otherwise than the site wrote it: shorthands with variables lose parts, calculations are rounded. */
const CHANGED_IN_PRINT = /var\(|calc\(/;

/** Between the texts of one `style` element, as rrweb has it. */
const SPLIT = "/* rr_split */";

/**
 * The source of a `style` element where that says more than its printed rules, `css`; those when scripts have changed them, or it
 * imports something.
 */
export function sourceOf({ sheet, childNodes, baseURI }: HTMLStyleElement, css: string): string {
  const source = Array.from(childNodes, ({ textContent }) => textContent).join(SPLIT);
  if (!sheet || !CHANGED_IN_PRINT.test(source) || source.includes("@import")) return css;
  const twin = new CSSStyleSheet({ baseURL: baseURI });
  twin.replaceSync(source);
  return rulesOf(twin) === rulesOf(sheet) ? source : css;
}
