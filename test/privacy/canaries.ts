import type { RecordedEvent } from "../../src/protocol/events.ts";
import type { Tree } from "./tree.ts";

/**
 * Every place of a page that something private can stand in. Tests put a word there that can be looked for: when it is found in
 * what leaves the page, that place is a leak.
 */

/** Holds digits, as private words do; all lower case, because names of attributes are. */
export const CANARY = "canary7x9";
const C = CANARY;
const URL = `https://shop.example/a?q=${C}#${C}`;

export interface Sink {
  name: string;
  /** `always`: must not leave in any mode. `text`: page text, which may be read in the mode `inputs`. */
  hidden: "always" | "text";
  tree: Tree;
}

export type Moment =
  | "typed"
  | "toggled"
  | "cleared"
  | "set by script"
  | "edited"
  | "style rule"
  | "address"
  | "error"
  | "console";

/** Something that happens on a real page. `run` is the body of a function of `root`, a fresh element, and `canary`. */
export interface Deed {
  name: string;
  moment: Moment;
  html: string;
  run: string;
}

function always(name: string, tag: string, attributes: Record<string, string>, ...children: (Tree | string)[]): Sink {
  return { name, hidden: "always", tree: { tag, attributes, children } };
}

function text(name: string, tag: string, attributes: Record<string, string>, ...children: (Tree | string)[]): Sink {
  return { name, hidden: "text", tree: { tag, attributes, children } };
}

const FIELD_TYPES =
  "text search tel url email password number hidden date month week time datetime-local range color checkbox radio file".split(
    " ",
  );

const style = (css: string): Tree => ({ tag: "style", children: [css], raw: true });

export const SINKS: readonly Sink[] = [
  ...FIELD_TYPES.map((type) => always(`value of input ${type}`, "input", { type, value: C })),
  always("value of an input without a type", "input", { value: C }),
  always("text of a textarea", "textarea", {}, C),
  always("text that is edited", "div", { contenteditable: "" }, { tag: "p", children: [C] }),
  always("text that is edited as plain text", "div", { contenteditable: "plaintext-only" }, C),
  always("value of a custom field", "x-field", { value: C }),
  always("aria-valuetext", "div", { role: "slider", "aria-valuetext": C }),
  always("aria-valuenow", "div", { role: "slider", "aria-valuenow": C }),
  always("data attribute", "div", { "data-user": C }),
  always(
    "what is typed, handed to a sheet around its field",
    "div",
    { "data-typed": C },
    style(`[data-typed]::after { content: attr(data-typed) }`),
    { tag: "textarea" },
  ),
  always("unknown attribute", "div", { owner: C }),
  always("name of an attribute", "div", { [C]: "" }),
  always("name of a data attribute", "div", { [`data-${C}`]: "true" }),
  always("href query and fragment", "a", { href: URL }, "link"),
  always("href relative", "a", { href: `/a?q=${C}#${C}` }, "link"),
  always("href with a user", "a", { href: `https://${C}:${C}@shop.example/` }, "link"),
  always("href with a path parameter", "a", { href: `https://shop.example/a;jsessionid=${C}/b` }, "link"),
  always("href mailto", "a", { href: `mailto:${C}@example.com` }, "link"),
  always("href tel", "a", { href: `tel:${C}` }, "link"),
  always("href javascript", "a", { href: `javascript:void("${C}")` }, "link"),
  always("href data", "a", { href: `data:text/plain,${C}` }, "link"),
  always("href blob", "a", { href: `blob:https://shop.example/${C}` }, "link"),
  always("ping", "a", { href: "#", ping: URL }, "link"),
  always("download", "a", { href: "#", download: C }, "link"),
  always("src of an image", "img", { src: URL }),
  always("src of an image as text", "img", { src: `data:text/html,${C}` }),
  always("srcset", "img", { srcset: `${URL} 1x, /b.png?${C} 2x` }),
  always("sizes and srcset of a source", "picture", {}, { tag: "source", attributes: { srcset: URL, sizes: "1px" } }),
  always("src of an iframe", "iframe", { src: `about:blank?${C}#${C}` }),
  always("srcdoc", "iframe", { srcdoc: `<input value="${C}">` }),
  always("poster", "video", { poster: URL }),
  always("src of a track", "video", {}, { tag: "track", attributes: { src: URL } }),
  always("data of an object", "object", { data: URL }),
  always("src of an embed", "embed", { src: `about:blank?${C}` }),
  always("action", "form", { action: URL }),
  always("formaction", "button", { formaction: URL }, "Go"),
  always("cite", "q", { cite: URL }, "quote"),
  always("background", "table", { background: URL }),
  always("href of a link element", "link", { rel: "alternate", href: URL }),
  always("description", "meta", { name: "description", content: C }),
  always("refresh", "meta", { "http-equiv": "x-refresh", content: `9;url=/${C}` }),
  always("handler", "div", { onclick: `"${C}"` }),
  always("nonce", "div", { nonce: C }),
  always("pattern", "input", { pattern: C }),
  { name: "comment", hidden: "always", tree: { tag: "!--", children: [C] } },
  {
    name: "script",
    hidden: "always",
    tree: { tag: "script", attributes: { type: "text/x" }, children: [`"${C}"`], raw: true },
  },
  { name: "noscript", hidden: "always", tree: { tag: "noscript", children: [C], raw: true } },
  always("style: address", "div", { style: `background: url("${URL}")` }),
  always("style: address without quotes", "div", { style: `background: url(/a?${C})` }),
  always("style: string of a variable", "div", { style: `--name: "${C}"` }),
  { name: "css: content", hidden: "always", tree: style(`.a::before { content: "${C}" }`) },
  { name: "css: content after a quote", hidden: "always", tree: style(`.a::before { content: "'" attr(x) '${C}' }`) },
  { name: "css: import", hidden: "always", tree: style(`@import "/a.css?${C}"; .b {}`) },
  { name: "css: import by url", hidden: "always", tree: style(`@import url(/a.css?${C});`) },
  { name: "css: font", hidden: "always", tree: style(`@font-face { font-family: x; src: url("/f.woff?${C}") }`) },
  { name: "css: selector", hidden: "always", tree: style(`a[href="https://shop.example/?token=${C}"] { color: red }`) },
  { name: "css: image-set", hidden: "always", tree: style(`.c { background: image-set("/a.png?${C}" 1x) }`) },
  { name: "css: comment", hidden: "always", tree: style(`/* ${C} */ .d { color: red }`) },
  { name: "css: escaped address", hidden: "always", tree: style(`.e { background: \\75rl("/a?${C}") }`) },
  { name: "css: string without an end", hidden: "always", tree: style(`.f::after { content: "${C}`) },
  always("svg: image", "svg", {}, { tag: "image", attributes: { href: URL } }),
  always("svg: image by xlink", "svg", {}, { tag: "image", attributes: { "xlink:href": URL } }),
  always("svg: use", "svg", {}, { tag: "use", attributes: { href: `/icons.svg?${C}#icon` } }),
  always("svg: fill", "svg", {}, { tag: "rect", attributes: { fill: `url("/a.svg?${C}#g")` } }),
  always("svg: style", "svg", {}, style(`.g { fill: url(/a?${C}) }`)),
  always("svg: field", "svg", {}, { tag: "foreignObject", children: [{ tag: "input", attributes: { value: C } }] }),
  always("secret field by autofill", "input", { type: "text", autocomplete: "section-a cc-number", value: C }),
  always("secret field by name", "input", { type: "text", name: "cardNumber", value: C }),

  text("text", "p", {}, C),
  text("title", "p", { title: C }, "x"),
  text("alt", "img", { alt: C }),
  text("placeholder", "input", { placeholder: C }),
  text("aria-label", "button", { "aria-label": C }, "x"),
  text("aria-description", "button", { "aria-description": C }, "x"),
  text("text of an option", "select", {}, { tag: "option", children: [C] }),
  text("value of an option", "select", {}, { tag: "option", attributes: { value: C }, children: ["x"] }),
  text("label of a group", "select", {}, { tag: "optgroup", attributes: { label: C } }),
  text("option of a list", "datalist", {}, { tag: "option", attributes: { value: C } }),
  text("value of a button", "input", { type: "submit", value: C }),
  text("path of an image", "img", { src: `https://shop.example/${C}.png` }),
  text("path of a link", "a", { href: `https://shop.example/${C}` }, "link"),
  text("svg: text", "svg", {}, { tag: "text", children: [C] }),
  text("svg: title", "svg", {}, { tag: "title", children: [C] }),
  text("image in an address", "img", { src: `data:image/svg+xml,<svg>${C}</svg>` }),
];

/** Events whose parts are sinks: what a page's nodes do not show. */
export const EVENT_SINKS: readonly { name: string; event: RecordedEvent }[] = [
  ...(
    [
      ["typed", { source: 5, id: 9, text: C, isChecked: false, userTriggered: true }],
      ["typed with what is not known", { source: 5, id: 9, text: "", isChecked: false, before: C }],
      ["canvas", { source: 9, id: 9, type: 0, commands: [{ property: "fillText", args: [C] }] }],
      ["font of bytes", { source: 10, family: "x", fontSource: `[${C}]`, buffer: true }],
      [
        "font by address",
        { source: 10, family: "x", fontSource: `url("/f?${C}")`, buffer: false, descriptors: { a: C } },
      ],
      ["font family", { source: 10, family: `{${C}}`, fontSource: "", buffer: false }],
      ["log", { source: 11, level: "log", payload: [C], trace: [C] }],
      ["rule", { source: 8, id: 9, adds: [{ rule: `.a::before { content: "${C}" }`, index: 0, was: C }] }],
      ["rules replaced", { source: 8, id: 9, replace: `.a { background: url(/a?${C}) }`, replaceSync: `/* ${C} */` }],
      ["declaration", { source: 13, id: 9, index: [0], set: { property: "content", value: `"${C}"`, priority: "" } }],
      [
        "declaration with an address",
        { source: 13, id: 9, index: [0], set: { property: "background", value: `url(/a?${C})` } },
      ],
      ["name of a declaration", { source: 13, id: 9, index: [0], remove: { property: `"${C}"` } }],
      [
        "adopted",
        { source: 15, id: 9, styleIds: [1], styles: [{ styleId: 1, rules: [{ rule: `a { content: '${C}' }` }] }] },
      ],
      ["element defined", { source: 16, define: { name: `x ${C}` } }],
      ["pointer", { source: 1, positions: [{ x: 1, y: 1, id: 9, timeOffset: 0, debugData: { text: C } }] }],
      ["click", { source: 2, type: 2, id: 9, x: 1, y: 1, target: C }],
      ["selection", { source: 14, ranges: [{ start: 1, startOffset: 0, end: 1, endOffset: 3, text: C }] }],
      ["media", { source: 7, type: 0, id: 9, currentTime: 0, src: C }],
      ["scroll", { source: 3, id: C, x: 1, y: 1 }],
      ["unknown source", { source: 99, text: C }],
      ["source by a name of objects", { source: "constructor", text: C }],
      [
        "declarations changed",
        {
          source: 0,
          attributes: [{ id: 9, attributes: { style: { "--x": `"${C}"`, content: [`"${C}"`, "important"] } } }],
        },
      ],
      ["value changed", { source: 0, attributes: [{ id: 9, attributes: { value: C, checked: C } }] }],
      ["style text changed", { source: 0, texts: [{ id: 9, value: `a { content: "${C}" }`, ph: "css" }] }],
      [
        "what is not known of a change",
        { source: 0, texts: [{ id: 9, value: "", old: C }], removes: [{ id: 9, text: C }], extra: C },
      ],
    ] as [string, object][]
  ).map(([name, data]) => ({ name: `change: ${name}`, event: { type: 3, data, timestamp: 1 } })),
  { name: "page: address", event: { type: 4, data: { href: URL, width: 1, height: 1, title: C }, timestamp: 1 } },
  { name: "page: loaded", event: { type: 1, data: { href: C }, timestamp: 1 } },
  { name: "asset", event: { type: 7, data: { url: URL, payload: { cssTexts: [C] } }, timestamp: 1 } },
  { name: "unknown type", event: { type: 8, data: { a: C }, timestamp: 1 } },
  { name: "envelope", event: { type: 4, data: { href: "" }, timestamp: 1, note: C } as RecordedEvent },
  ...(
    [
      ["rrweb/console@1", { level: "log", payload: [C, `"${C}"`], trace: [C] }],
      ["rrweb/network@1", { requests: [{ name: URL, method: "GET", requestHeaders: { a: C }, responseBody: C }] }],
      ["rrweb/sequential-id@1", { id: C }],
      ["toString", { id: C }],
    ] as [string, object][]
  ).map(([plugin, payload]) => ({
    name: `plugin: ${plugin}`,
    event: { type: 6, data: { plugin, payload }, timestamp: 1 },
  })),
  ...(
    [
      ["page", { url: URL, referrer: URL, title: "", tab: "t", extra: C, viewport: { width: 1, height: 1, note: C } }],
      ["page", { url: C, referrer: `/${C}`, tab: `"${C}"`, language: `en;${C} x`, recorder: { v: C } }],
      ["navigation", { url: URL, title: "", how: `push ${C}` }],
      ["visibility", { visible: C, focused: true }],
      [
        "error",
        { name: "TypeError", message: `cannot read "${C}" of '${C}' (${C})`, file: URL, line: 1, column: 1, stack: C },
      ],
      ["error", { name: `Error ${C}`, message: `${C} is not a function`, file: C, unhandled: `x ${C}` }],
      ["click", { name: "buy", tag: `a ${C}`, text: C }],
      [
        "error",
        {
          name: "TypeError",
          message: "x",
          unhandled: "error",
          stack: `TypeError: "${C}" ${C}\n    at pay (${URL}:1:2)\n${C}@${URL}?x:3:4 ${C}\n at ${C}`,
        },
      ],
      ["console", { level: `log ${C}`, message: C, repeats: C, stack: `at pay (${URL}:1:2)`, args: [C] }],
      ["console", { level: "log", message: `Paid "${C}" for '${C}' (${C}) ${C}!` }],
      [
        "request",
        {
          method: `GET ${C}`,
          url: URL,
          kind: `x ${C}`,
          status: C,
          ms: 1,
          error: C,
          requestHeaders: { authorization: `Bearer ${C}`, cookie: C, "x-user": C, [`x ${C}`]: "1", age: { a: C } },
          requestBody: `{"user":"${C}","list":[{"${C} x":1,"a":"${C}"}]}`,
          responseBody: `user=${C}&b=${C}`,
          responseHeaders: { "set-cookie": C, location: URL },
        },
      ],
      ["request", { url: C, kind: "fetch", requestBody: C, responseBody: `<p>${C}</p>` }],
      ["task", { ms: 60, by: `frame of ${C}` }],
      ["reaction", { clicks: [0, C], changed: C, x: 1, y: 1, name: "a", reacts: C, text: C }],
      ["click", { name: "buy", tag: "button", x: 1, y: 2, w: C, h: 3, path: `div[title="${C}"]` }],
      ["form", { form: "f", field: "x", action: "change", value: C }],
      ["rage", { clicks: C, x: 1, y: 1, name: "a", text: C }],
      ["vital", { name: "LCP", value: 1, element: C }],
      ["gap", { reason: `x ${C}`, batches: 0, bytes: 0, events: C }],
      ["unknown", { text: C }],
      ["constructor", { text: C }],
    ] as [string, object][]
  ).map(([tag, payload], at) => ({
    name: `custom ${at}: ${tag}`,
    event: { type: 5, data: { tag: `playhead.${tag}`, payload }, timestamp: 1 },
  })),
  { name: "custom: not ours", event: { type: 5, data: { tag: "note", payload: { text: C } }, timestamp: 1 } },
];

/** What is done on a real page. */
export const DEEDS: readonly Deed[] = [
  ...FIELD_TYPES.filter(
    (type) => !/hidden|file|range|color|date|month|week|time|checkbox|radio|number/.test(type),
  ).flatMap((type): Deed[] => [
    {
      name: `set by script: ${type}`,
      moment: "set by script",
      html: `<input type="${type}">`,
      run: "root.firstChild.value = canary",
    },
    {
      name: `cleared: ${type}`,
      moment: "cleared",
      html: `<input type="${type}" value="${C}">`,
      run: "root.firstChild.value = ''; root.append('x')",
    },
    {
      name: `typed: ${type}`,
      moment: "typed",
      html: `<input type="${type}">`,
      run: "root.firstChild.value = canary; root.firstChild.dispatchEvent(new InputEvent('input', { bubbles: true }))",
    },
  ]),
  {
    name: "password shown in the same turn as typed",
    moment: "toggled",
    html: `<input type="password" data-playhead="allow">`,
    run: "const [f] = root.children; f.type = 'text'; f.value = canary; f.dispatchEvent(new InputEvent('input', { bubbles: true })); f.setAttribute('value', canary)",
  },
  {
    name: "card field that loses its name",
    moment: "toggled",
    html: `<input autocomplete="cc-number" data-playhead="allow">`,
    run: "const [f] = root.children; f.removeAttribute('autocomplete'); f.value = canary; f.dispatchEvent(new InputEvent('input', { bubbles: true }))",
  },
  {
    name: "field in an allowed part",
    moment: "typed",
    html: `<div data-playhead="allow"><input></div>`,
    run: "root.querySelector('input').value = canary",
  },
  {
    name: "textarea by its text",
    moment: "set by script",
    html: "<textarea></textarea>",
    run: "root.firstChild.textContent = canary",
  },
  {
    name: "textarea by its value",
    moment: "set by script",
    html: "<textarea></textarea>",
    run: "root.firstChild.value = canary",
  },
  {
    name: "value attribute",
    moment: "set by script",
    html: "<input>",
    run: "root.firstChild.setAttribute('value', canary)",
  },
  {
    name: "checkbox value",
    moment: "toggled",
    html: `<input type="checkbox" value="${C}">`,
    run: "root.firstChild.click()",
  },
  {
    name: "radio value",
    moment: "toggled",
    html: `<input type="radio" name="r" value="${C}">`,
    run: "root.firstChild.click()",
  },
  {
    name: "select by value",
    moment: "set by script",
    html: "<select><option>a<option>b</select>",
    run: "root.firstChild[1].value = canary, root.firstChild.value = canary; root.firstChild[1].label = ''; root.firstChild[1].remove()",
  },
  {
    name: "edited text",
    moment: "edited",
    html: "<div contenteditable>x</div>",
    run: "root.firstChild.firstChild.data = canary; root.firstChild.append(canary)",
  },
  {
    name: "masked text",
    moment: "edited",
    html: `<div data-playhead="mask">x</div>`,
    run: "root.firstChild.firstChild.data = canary; root.firstChild.title = canary; root.firstChild.append(canary)",
  },
  {
    name: "blocked text",
    moment: "edited",
    html: `<div data-playhead="block"><p>${C}</p></div>`,
    run: "root.querySelector('p').firstChild.data = canary; root.firstChild.append(canary); root.firstChild.title = canary",
  },
  {
    name: "a word for hiding that is not known",
    moment: "edited",
    html: `<div data-playhead="hide">${C}</div>`,
    run: "",
  },
  {
    name: "part of a masked part in a shadow root",
    moment: "edited",
    html: `<div data-playhead="mask"><p></p></div>`,
    run: "root.querySelector('p').attachShadow({ mode: 'open' }).innerHTML = '<i>' + canary + '</i>'",
  },
  {
    name: "style element's text",
    moment: "style rule",
    html: "<style>a {}</style>",
    run: "root.firstChild.firstChild.data = 'b::before { content: \"' + canary + '\" }'",
  },
  {
    name: "rule inserted",
    moment: "style rule",
    html: "<style>a {}</style>",
    run: "root.firstChild.sheet.insertRule('b::before { content: \"' + canary + '\" }')",
  },
  {
    name: "declaration set",
    moment: "style rule",
    html: "<style>a { color: red }</style>",
    run: "root.firstChild.sheet.cssRules[0].style.setProperty('content', '\"' + canary + '\"')",
  },
  {
    name: "sheet adopted",
    moment: "style rule",
    html: "<p></p>",
    run: "const s = new CSSStyleSheet(); s.replaceSync('i::before { content: \"' + canary + '\" }'); root.firstChild.attachShadow({ mode: 'open' }).adoptedStyleSheets = [s]",
  },
  {
    name: "style attribute",
    moment: "style rule",
    html: "<b></b>",
    run: "root.firstChild.style.backgroundImage = 'url(/a?' + canary + ')'",
  },
  {
    name: "address replaced",
    moment: "address",
    html: "",
    run: "history.replaceState(null, '', '?q=' + canary + '#' + canary)",
  },
  {
    name: "link changed",
    moment: "address",
    html: "<a href='#'>x</a>",
    run: "root.firstChild.href = '/a?' + canary + '#' + canary",
  },
  {
    name: "image changed",
    moment: "address",
    html: "<img>",
    run: "root.firstChild.src = '/a?' + canary; root.firstChild.srcset = '/a?' + canary + ' 1x'",
  },
  {
    name: "data attribute changed",
    moment: "set by script",
    html: "<b></b>",
    run: "root.firstChild.dataset.user = canary; root.firstChild.setAttribute('owner', canary)",
  },
  { name: "console", moment: "console", html: "", run: "console.log(canary)" },
];
