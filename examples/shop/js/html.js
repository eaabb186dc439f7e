const IS_MARKUP = Symbol("markup");
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function toText(value) {
  if (value?.[IS_MARKUP]) return value.text;
  if (Array.isArray(value)) return value.map(toText).join("");
  if (value === null || value === undefined || value === false) return "";
  return String(value).replace(/[&<>"']/g, (char) => ENTITIES[char]);
}

/** Tagged template: every value is escaped unless it came from `html` itself. */
export function html(strings, ...values) {
  const text = strings.reduce((before, part, i) => before + toText(values[i - 1]) + part);
  return { [IS_MARKUP]: true, text };
}

export function fill(element, markup) {
  element.innerHTML = markup.text;
}

export function icon(name) {
  return html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}"></use></svg>`;
}
