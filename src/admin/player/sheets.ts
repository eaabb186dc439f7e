import type { MediaFacts } from "../../protocol/media-facts.ts";
import { answeredMedia, answeredScheme } from "./css-media.ts";
import { namesState, statesAsAttributes } from "./css-states.ts";
import type { Root } from "./roots.ts";

/** What was recorded, what was made of it, and what the browser wrote down of that. */
interface Rewritten {
  from: string;
  made: string;
  now: string;
}

/**
 * Makes the style sheets of a picture hold for the visitor's window instead of the viewer's. Done on the parsed sheets, so that
 * linked, imported, constructed and inserted rules are reached alike, and no declaration is written anew.
 */
export interface Sheets {
  /** Goes over what is new. `deep`: rules inside known sheets may be new as well. */
  rewrite(roots: readonly Root[], facts: MediaFacts | null, deep: boolean): void;
}

export function createSheets(): Sheets {
  const lengths = new WeakMap<CSSStyleSheet, number>();
  const selectors = new WeakSet<CSSRule>();
  const texts = new WeakMap<object, Rewritten>();
  let answered: MediaFacts | null = null;

  /** Puts `make` of what was recorded in its place, also when it has been rewritten before. */
  function change(
    key: object,
    read: () => string,
    make: (from: string) => string,
    write: (text: string) => void,
  ): void {
    const now = read();
    const before = texts.get(key);
    const from = before?.now === now ? before.from : now;
    const made = make(from);
    if (made === now || (before?.now === now && before.made === made)) return;
    write(made);
    texts.set(key, { from, made, now: read() });
  }

  function media(list: { mediaText: string }, facts: MediaFacts): void {
    change(
      list,
      () => list.mediaText,
      (from) => answeredMedia(from, facts),
      (text) => {
        list.mediaText = text;
      },
    );
  }

  function rule(each: CSSRule, facts: MediaFacts | null): void {
    const { selectorText, style, media: list, styleSheet, cssRules } = each as CSSStyleRule & CSSImportRule;
    if (selectorText !== undefined && !selectors.has(each)) {
      selectors.add(each);
      if (namesState(selectorText)) (each as CSSStyleRule).selectorText = statesAsAttributes(selectorText);
    }
    if (facts) {
      if (list) media(list, facts);
      if (style?.getPropertyValue("color-scheme"))
        change(
          each,
          () => style.getPropertyValue("color-scheme"),
          (from) => answeredScheme(from, facts),
          (text) => style.setProperty("color-scheme", text, style.getPropertyPriority("color-scheme")),
        );
    }
    if (styleSheet) sheet(styleSheet, facts, true);
    if (cssRules) for (const inner of cssRules) rule(inner, facts);
  }

  function sheet(each: CSSStyleSheet, facts: MediaFacts | null, deep: boolean): void {
    let rules: CSSRuleList;
    try {
      rules = each.cssRules;
    } catch {
      // Still loading, or of another origin: nobody may look into it.
      return;
    }
    if (!deep && lengths.get(each) === rules.length) return;
    lengths.set(each, rules.length);
    if (facts) media(each.media, facts);
    for (const inner of rules) rule(inner, facts);
  }

  return {
    rewrite(roots, facts, deep) {
      const all = deep || facts !== answered;
      answered = facts;
      for (const root of roots) {
        for (const each of [...root.styleSheets, ...root.adoptedStyleSheets]) sheet(each, facts, all);
        if (!facts) continue;
        for (const meta of root.querySelectorAll<HTMLMetaElement>('meta[name="color-scheme" i]'))
          change(
            meta,
            () => meta.content,
            (from) => answeredScheme(from, facts),
            (text) => {
              meta.content = text;
            },
          );
        for (const source of root.querySelectorAll<HTMLSourceElement>("picture > source[media]"))
          change(
            source,
            () => source.media,
            (from) => answeredMedia(from, facts),
            (text) => {
              source.media = text;
            },
          );
      }
    },
  };
}
