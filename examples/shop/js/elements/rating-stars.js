const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: inline-flex; align-items: center; gap: 0.45em; font-size: var(--stars-size, 0.95rem); }
  .stars { position: relative; display: inline-flex; color: var(--line-strong, #c9bfae); }
  .filled { position: absolute; inset: 0 auto 0 0; overflow: hidden; color: var(--star, #b5722a); white-space: nowrap;
    width: calc(var(--value, 0) * 20%); transition: width 0.3s ease; pointer-events: none; }
  .stars span { display: inline-block; width: 1.1em; text-align: center; }
  .picks { position: absolute; inset: 0; display: none; }
  :host([editable]) .picks { display: flex; }
  .picks button { flex: 1; min-width: 0; padding: 0; border: 0; background: none; cursor: pointer; }
  .picks button:focus-visible { outline: 2px solid var(--accent, #2f5d50); outline-offset: 2px; border-radius: 4px; }
  ::slotted(*) { color: var(--muted, #6b6459); }
`);

const STARS = "<span>★</span>".repeat(5);

/** `<rating-stars value="4.5">label</rating-stars>`; with `editable` it fires `rate` with `detail: 1…5`. */
class RatingStars extends HTMLElement {
  static observedAttributes = ["value"];

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = `<div class="stars" part="stars" role="img"><div aria-hidden="true">${STARS}</div>
      <div class="filled" aria-hidden="true">${STARS}</div></div><slot></slot>`;
  }

  connectedCallback() {
    if (this.hasAttribute("editable")) this.#addPicks();
  }

  attributeChangedCallback() {
    const value = Number(this.getAttribute("value"));
    this.style.setProperty("--value", String(value));
    this.shadowRoot.querySelector(".stars").setAttribute("aria-label", `${value} of 5 stars`);
  }

  #addPicks() {
    const holder = this.shadowRoot.querySelector(".stars");
    if (holder.querySelector(".picks")) return;
    holder.setAttribute("role", "group");
    const picks = document.createElement("div");
    picks.className = "picks";
    for (let stars = 1; stars <= 5; stars += 1) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", `Rate ${stars} of 5`);
      button.addEventListener("click", () => {
        this.setAttribute("value", String(stars));
        this.dispatchEvent(new CustomEvent("rate", { detail: stars, bubbles: true }));
      });
      picks.append(button);
    }
    holder.append(picks);
  }
}

customElements.define("rating-stars", RatingStars);
