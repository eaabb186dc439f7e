import { html } from "./html.js";

/**
 * @param {{ id: string, alt: string }} product
 * @param {{ view?: '' | '-detail', sizes?: string, eager?: boolean }} options
 */
export function picture(product, { view = "", sizes = "(min-width: 60rem) 18rem, 46vw", eager = false } = {}) {
  const base = `images/${product.id}${view}`;
  const fallback = view === "" ? `${base}-480.jpg` : `${base}-480.webp`;
  return html`<picture>
    <source type="image/webp" srcset="${base}-480.webp 480w, ${base}-960.webp 960w" sizes="${sizes}" />
    <img
      src="${fallback}"
      alt="${product.alt}${view ? ", close up" : ""}"
      width="480"
      height="480"
      loading="${eager ? "eager" : "lazy"}"
      decoding="async"
    />
  </picture>`;
}
