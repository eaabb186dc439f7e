const IMPORT = /@import\s*url\("([^"\\]*)"\)([^;{}"']*);/gi;
/** `layer`, `layer(a.b)`, then `supports(…)`, then media queries. */
const CONDITIONS = /^\s*(layer(?:\([\w\s.-]*\))?)?\s*(?:supports\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\))?\s*(.*)$/is;

function wrapped(rule: string, css: string): string {
  return `${rule} {\n${css}\n}`;
}

/** The sheet's text under the conditions of its import. */
function conditional(css: string, conditions: string): string {
  const [, layer, supports, media = ""] = CONDITIONS.exec(conditions) ?? [];
  let text = css;
  if (media.trim()) text = wrapped(`@media ${media.trim()}`, text);
  if (supports) text = wrapped(`@supports ${/^\s*\(/.test(supports) ? supports : `(${supports})`}`, text);
  if (layer) text = wrapped(`@layer ${layer.slice("layer".length).replace(/[()]/g, "").trim()}`.trim(), text);
  return text;
}

/**
 * Style sheet text with the sheets that it imports in place of their rules, because browsers load such sheets without the changes
 * that a replay makes to them. `sheet` gives the text at an address; an import without one is nothing.
 */
export function inlineImports(css: string, sheet: (address: string) => string | null): string {
  if (!/@import/i.test(css)) return css;
  return css.replace(IMPORT, (_, address: string, conditions: string) => {
    const text = sheet(address);
    return text === null ? "" : conditional(text.replace(/@charset\s[^;]*;/i, ""), conditions);
  });
}
