// More functions in place of rrweb's own (see rrweb-parts.mjs): those that hear of changes of style sheets.
/* oxlint-disable no-undef, no-unused-vars, unicorn/consistent-function-scoping -- see rrweb-parts.mjs; each is taken by itself */

/**
 * Tells of every call of a method of sheets and rules, before it happens. `what` makes of the arguments what is told; a fault of
 * ours stays with us, and one of the call is the page's own.
 */
export function hookSheet(proto, name, { mirror, stylesheetManager }, cb, sheetOf, what) {
  const original = proto[name];
  if (!original) return () => {};
  const tell = callbackWrapper((thisArg, args) => {
    const { id, styleId } = getIdAndStyleId(sheetOf(thisArg), mirror, stylesheetManager.styleMirror);
    if ((id && id !== -1) || (styleId && styleId !== -1)) cb({ id, styleId, ...what(thisArg, ...args) });
  });
  proto[name] = new Proxy(original, {
    apply(target, thisArg, args) {
      tell(thisArg, args);
      return target.apply(thisArg, args);
    },
  });
  return () => {
    proto[name] = original;
  };
}

/**
 * Text of a constructed sheet with rules that cannot be read: of a shorthand with `var()` one part of which is set again, the browser
 * writes down `border-top-color: ;` for the others. Lit keeps the text of the sheets of its elements.
 */
export function keptText(host, sheet) {
  try {
    const lost = [...sheet.cssRules].some((rule) => rule.cssText.includes(": ;"));
    return lost && host.constructor.elementStyles.find((each) => each.styleSheet === sheet).cssText;
  } catch {
    // No element of Lit's.
    return false;
  }
}

export function initStyleSheetObserver(options, { win }) {
  const cb = options.styleSheetRuleCb;
  const { prototype } = win.CSSStyleSheet;
  const { addRule, removeRule } = prototype;
  const stops = [];
  const hook = (proto, name, sheetOf, what) => stops.push(hookSheet(proto, name, options, cb, sheetOf, what));
  const itself = (sheet) => sheet;
  hook(prototype, "insertRule", itself, (_, rule, index) => ({ adds: [{ rule, index }] }));
  hook(prototype, "deleteRule", itself, (_, index) => ({ removes: [{ index }] }));
  hook(prototype, "replace", itself, (_, replace) => ({ replace }));
  hook(prototype, "replaceSync", itself, (_, replaceSync) => ({ replaceSync }));
  // The old names would pass by the new ones.
  prototype.addRule = function (selector, block, index = this.cssRules.length) {
    return this.insertRule(`${selector} { ${block} }`, index);
  };
  prototype.removeRule = function (index) {
    return this.deleteRule(index);
  };
  const kinds = canMonkeyPatchNestedCSSRule("CSSGroupingRule")
    ? ["CSSGroupingRule"]
    : ["CSSMediaRule", "CSSConditionRule", "CSSSupportsRule"].filter(canMonkeyPatchNestedCSSRule);
  const above = (rule) => rule.parentStyleSheet;
  for (const kind of kinds) {
    const proto = win[kind].prototype;
    hook(proto, "insertRule", above, (group, rule, index) => ({
      adds: [{ rule, index: [...getNestedCSSRulePositions(group), index || 0] }],
    }));
    hook(proto, "deleteRule", above, (group, index) => ({
      removes: [{ index: [...getNestedCSSRulePositions(group), index] }],
    }));
  }
  return callbackWrapper(() => {
    stops.forEach((stop) => stop());
    Object.assign(prototype, { addRule, removeRule });
  });
}

export function initStyleDeclarationObserver(options, { win }) {
  const { prototype } = win.CSSStyleDeclaration;
  const above = (style) => style.parentRule?.parentStyleSheet;
  const hook = (name, what) =>
    hookSheet(prototype, name, options, options.styleDeclarationCb, above, (style, ...args) => ({
      ...what(...args),
      index: getNestedCSSRulePositions(style.parentRule),
    }));
  const stops = [
    hook("setProperty", (property, value, priority) => ({ set: { property, value, priority } })),
    hook("removeProperty", (property) => ({ remove: { property } })),
  ];
  return callbackWrapper(() => stops.forEach((stop) => stop()));
}
