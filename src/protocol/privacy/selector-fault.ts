const CLOSES: Record<string, string> = { "(": ")", "[": "]" };

/** What is wrong with a CSS selector as far as that can be seen without a browser, in plain words, or `null`. */
export function selectorFault(selector: string): string | null {
  const open: string[] = [];
  let quote = "";
  if (!selector.trim()) return "a rule needs a selector";
  for (let at = 0; at < selector.length; at++) {
    const char = selector[at]!;
    if (char === "\\") at++;
    else if (quote) quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char in CLOSES) open.push(CLOSES[char]!);
    else if ((char === ")" || char === "]") && open.pop() !== char) return `there is a "${char}" too many`;
    else if ("{};".includes(char)) return `a selector holds no "${char}"`;
  }
  if (quote) return `a ${quote} is not closed`;
  return open.length > 0 ? `a "${open.at(-1)}" is missing` : null;
}
