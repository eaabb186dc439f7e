import { html } from "./html.js";

const SHAPES = {
  basket: html`<path d="M4 9h16l-1.6 9.2a2 2 0 0 1-2 1.8H7.6a2 2 0 0 1-2-1.8ZM8 9l3-5M16 9l-3-5" />`,
  person: html`<circle cx="12" cy="8" r="3.6" /><path d="M5 20c.6-4 3.4-6 7-6s6.4 2 7 6" />`,
  check: html`<path d="m5 12.5 4.5 4.5L19 7.5" />`,
  alert: html`<path d="M12 4 3 19.5h18ZM12 10v4.5M12 17.2v.1" />`,
  eye: html`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" /><circle
      cx="12"
      cy="12"
      r="2.8"
    />`,
  search: html`<circle cx="10.5" cy="10.5" r="6" /><path d="m15 15 5 5" />`,
  close: html`<path d="m6 6 12 12M18 6 6 18" />`,
  play: html`<path d="M8 5.5v13l11-6.5Z" fill="currentColor" />`,
  pause: html`<path d="M8 5.5v13M16 5.5v13" />`,
  van: html`<path d="M2.5 6.5h12v10h-12ZM14.5 10H19l2.5 3v3.5h-7" /><circle cx="7" cy="17.5" r="1.8" /><circle
      cx="17.5"
      cy="17.5"
      r="1.8"
    />`,
  clock: html`<circle cx="12" cy="12" r="8" /><path d="M12 7.5V12l3 2" />`,
  trash: html`<path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7" />`,
};

/** The icons of every page, as symbols for `<use>`. */
export function sprite() {
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0">
    ${Object.entries(SHAPES).map(
      ([name, shape]) => html`<symbol id="icon-${name}" viewBox="0 0 24 24">${shape}</symbol>`,
    )}
  </svg>`;
}
