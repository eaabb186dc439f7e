import { fill, html, icon } from "./html.js";

const VISIBLE_MS = 4000;

function region() {
  let element = document.querySelector("#toasts");
  if (!element) {
    element = document.createElement("div");
    element.id = "toasts";
    element.setAttribute("role", "status");
    document.body.append(element);
  }
  return element;
}

/** @param {{ tone?: 'good' | 'bad', action?: { label: string, run: () => void } }} options */
export function toast(message, { tone = "good", action } = {}) {
  const element = document.createElement("div");
  element.className = `toast toast-${tone}`;
  element.dataset.testid = "toast";
  fill(
    element,
    html`${icon(tone === "good" ? "check" : "alert")}<span>${message}</span>
      ${action ? html`<button type="button" class="link-button">${action.label}</button>` : ""}`,
  );
  element.querySelector("button")?.addEventListener("click", () => {
    action.run();
    element.remove();
  });
  region().append(element);
  setTimeout(() => {
    element.classList.add("is-leaving");
    // The animation may be off (reduced motion), so the end of a transition cannot be waited for.
    setTimeout(() => element.remove(), 300);
  }, VISIBLE_MS);
}
