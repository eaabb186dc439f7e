/**
 * Looks of `<playhead-consent>`. A site changes them by its own rules for the element, which set `--background`, `--color`, `--muted`,
 * `--accent`, `--line`, `--danger`, or `font`, or by `::part(box|row|label|switch|thumb|state|purpose|time|notice|erase|
 * confirm|question|erase-yes|erase-no|message)`.
 */
const CSS = `:host{display:block;font:16px/1.5 system-ui,sans-serif;--background:#fff;--color:#1c2024;--muted:#5b636b;--accent:#0b7a5b;--line:#7b838b;--danger:#b42318}
@media(prefers-color-scheme:dark){:host{--background:#1b1e22;--color:#eceef0;--muted:#a5adb5;--accent:#2f9f7a;--danger:#ff8f85}}
[hidden]{display:none!important}
*{box-sizing:border-box;margin:0}
section{display:grid;gap:.6em;max-width:36em;padding:1em;overflow-wrap:anywhere;background:var(--background);color:var(--color);border:1px solid var(--line);border-radius:8px}
div{display:flex;flex-wrap:wrap;gap:.6em}
#row{flex-wrap:nowrap;align-items:center;justify-content:space-between}
#label{font-weight:600}
#purpose{white-space:pre-line}
#time{color:var(--muted);font-size:.875em}
#message{padding-inline-start:.7em;border-inline-start:3px solid}
a{color:inherit}
a,button{justify-self:start}
button{font:inherit;color:inherit;background:none;border:1px solid var(--line);border-radius:6px;padding:.5em 1em;cursor:pointer}
#question{flex:1 0 100%}
#erase-yes{color:var(--danger);border-color:currentColor}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
#switch{flex:none;width:52px;height:30px;padding:2px;border-radius:15px;background:var(--line)}
#thumb{display:block;width:24px;height:24px;border-radius:50%;background:#fff}
#switch[aria-checked=true]{background:var(--accent)}
[aria-checked=true]>*{margin-inline-start:22px}
[aria-disabled]{opacity:.6}
@media(prefers-reduced-motion:no-preference){#thumb{transition:margin .15s}}
@media(forced-colors:active){#thumb{background:ButtonText;forced-color-adjust:none}}`;

/** Puts the looks into a shadow root. Constructed sheets are no matter of the page's `style-src`; old browsers take an element. */
export function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = CSS;
    root.append(style);
  }
}
