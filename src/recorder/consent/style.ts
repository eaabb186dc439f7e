/**
 * Looks of `<playhead-consent>`. A site changes them by its own rules for the element, which set `--background`, `--color`, `--muted`,
 * `--accent`, `--line`, `--danger`, or `font`, or by `::part(box|row|label|switch|thumb|state|purpose|time|notice|erase|
 * confirm|question|erase-yes|erase-no|message)`.
 */
const CSS = `:host{display:block;color-scheme:light dark;font:16px/1.5 system-ui;--background:Canvas;--color:CanvasText;--muted:CanvasText;--accent:#0b7a5b;--line:#7b838b;--danger:#b42318}
[hidden]{display:none!important}
*{margin:0}
section{display:grid;gap:.6em;max-width:36em;padding:1em;overflow-wrap:anywhere;background:var(--background);color:var(--color);border:1px solid var(--line);border-radius:8px}
div{display:flex;flex-wrap:wrap;gap:.6em}
#row{flex-wrap:nowrap;align-items:center;justify-content:space-between}
#label,#message{font-weight:600}
#purpose{white-space:pre-line}
#time{color:var(--muted);font-size:.875em}
a,button{justify-self:start;color:inherit}
button{font:inherit;background:none;border:1px solid var(--line);border-radius:6px;padding:.5em 1em;cursor:pointer}
#question{flex:1 0 100%}
#erase-yes{color:#fff;background:var(--danger)}
#switch{flex:none;width:48px;padding:2px;border-radius:15px;background:var(--line)}
#thumb{display:block;width:24px;height:24px;border-radius:50%;background:#fff}
#switch[aria-checked=true]{background:var(--accent)}
[aria-checked=true]>*{margin-inline-start:22px}
[aria-disabled]{opacity:.6}
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
