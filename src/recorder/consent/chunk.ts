/** `/r/consent.js`: loaded when the site uses `playhead.consent` or `<playhead-consent>`, and when a no is still to be sent. */
export { openConsent, type Consent, type ConsentState } from "./consent.ts";
export { mount } from "./element.ts";
