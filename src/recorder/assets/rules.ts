/** The rules of a sheet as the browser prints them, without what it imports. @throws when the page may not read them */
export function rulesOf({ cssRules }: CSSStyleSheet): string {
  return Array.from(cssRules, ({ type, cssText }) => (type === CSSRule.IMPORT_RULE ? "" : cssText)).join("");
}
