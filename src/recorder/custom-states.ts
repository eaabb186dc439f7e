import { guard, type Stop } from "./guard.ts";

/** `CustomStateSet`, which TypeScript's library does not let one replace. */
interface StateSet {
  add(name: string): unknown;
  delete(name: string): boolean;
  clear(): void;
}

/** More elements than this are looked through for those that are gone. */
const SWEEP = 2_000;

/**
 * The states that custom elements have given themselves (`:state(name)`). No getter tells them: an element can only be asked
 * whether it has one by name, and the names are those that are used, or asked for by style sheets. `changed` hears of elements.
 */
export function watchCustomStates(changed: (element: Element) => void) {
  const names = new Set<string>();
  const elements = new Set<WeakRef<Element>>();
  const { prototype } = (globalThis as { CustomStateSet?: { prototype: StateSet } }).CustomStateSet ?? {};

  const sweep = () => {
    for (const each of elements) {
      const element = each.deref();
      if (!element?.isConnected) elements.delete(each);
      else if (names.size) changed(element);
    }
  };
  const find = (rules: CSSRuleList) => {
    for (const rule of rules) {
      const { selectorText, cssRules } = rule as CSSStyleRule;
      if (selectorText) for (const [, name] of selectorText.matchAll(/:state\(([\w-]+)\)/g)) names.add(name!);
      if (cssRules) find(cssRules);
    }
  };
  const stops: Stop[] = [];
  const hook = (key: keyof StateSet) => {
    if (!prototype) return;
    const original = prototype[key] as (...args: string[]) => any;
    prototype[key] = function (this: StateSet, ...args: string[]) {
      const result: unknown = original.apply(this, args);
      if (args[0]) names.add(args[0]);
      guard(sweep)();
      return result;
    } as any;
    stops.push(() => (prototype[key] = original));
  };
  for (const key of ["add", "delete", "clear"] as const) hook(key);

  return {
    /** Looks after an element. */
    watch(element: Element): void {
      if (elements.size > SWEEP) sweep();
      elements.add(new WeakRef(element));
    },
    /** Which of them it has. */
    of(element: Element): string {
      return [...names].filter((name) => element.matches(`:state(${CSS.escape(name)})`)).join(" ");
    },
    /** Looks for names in the sheets of the page. */
    learn(): void {
      const roots = new Set<Node>([document]);
      for (const each of elements) {
        const element = each.deref();
        if (element) roots.add(element.getRootNode()).add(element.shadowRoot ?? document);
      }
      for (const root of roots) {
        const { styleSheets, adoptedStyleSheets } = root as Document;
        // Sheets of other origins are closed.
        for (const sheet of [...styleSheets, ...adoptedStyleSheets]) guardRules(sheet, find);
      }
      sweep();
    },
    isUsed: () => !!prototype && elements.size > 0,
    stop: () => stops.forEach((stop) => stop()),
  };
}

function guardRules(sheet: CSSStyleSheet, find: (rules: CSSRuleList) => void): void {
  try {
    find(sheet.cssRules);
  } catch {
    // Of another origin: nobody may look into it.
  }
}
