const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: inline-grid; gap: 0.35rem; }
  .row { display: inline-flex; align-items: stretch; border: 1px solid var(--line-strong, #c9bfae);
    border-radius: 999px; background: var(--surface, #fff); overflow: hidden; }
  .row:focus-within { outline: 2px solid var(--accent, #2f5d50); outline-offset: 2px; }
  button { width: 2.4rem; border: 0; background: none; color: inherit; font: inherit; font-size: 1.2rem; cursor: pointer;
    transition: background-color 0.15s ease; }
  button:hover:not(:disabled) { background: var(--wash, #efe9de); }
  button:disabled { opacity: 0.35; cursor: default; }
  input { width: 2.6rem; border: 0; padding: 0.5rem 0; background: none; color: inherit; font: inherit; font-weight: 600;
    text-align: center; outline: 0; appearance: textfield; }
  input::-webkit-inner-spin-button { appearance: none; margin: 0; }
  ::slotted([slot="label"]) { font-size: 0.85rem; color: var(--muted, #6b6459); }
`);

/** A number between `min` and `max` with − and + buttons; fires `change` and is named by its `label` slot. */
class QuantityStepper extends HTMLElement {
  static observedAttributes = ["value", "min", "max"];
  #input;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = `<slot name="label"></slot>
      <div class="row"><button type="button" part="less" aria-label="One less">−</button>
      <input type="number" part="input" aria-label="Quantity" inputmode="numeric">
      <button type="button" part="more" aria-label="One more">+</button></div>`;
    this.#input = root.querySelector("input");
    root.querySelector('[part="less"]').addEventListener("click", () => this.#change(this.value - 1));
    root.querySelector('[part="more"]').addEventListener("click", () => this.#change(this.value + 1));
    this.#input.addEventListener("change", () => this.#change(Number(this.#input.value)));
  }

  get value() {
    return Number(this.getAttribute("value") ?? 1);
  }

  set value(value) {
    this.setAttribute("value", String(value));
  }

  get #min() {
    return Number(this.getAttribute("min") ?? 1);
  }

  get #max() {
    return Number(this.getAttribute("max") ?? 20);
  }

  attributeChangedCallback() {
    this.#input.value = String(this.value);
    this.#input.min = String(this.#min);
    this.#input.max = String(this.#max);
    this.shadowRoot.querySelector('[part="less"]').disabled = this.value <= this.#min;
    this.shadowRoot.querySelector('[part="more"]').disabled = this.value >= this.#max;
  }

  #change(wanted) {
    const value = Math.min(this.#max, Math.max(this.#min, Math.round(wanted) || this.#min));
    this.value = value;
    this.#input.value = String(value);
    this.dispatchEvent(new CustomEvent("change", { detail: value, bubbles: true }));
  }
}

customElements.define("quantity-stepper", QuantityStepper);
