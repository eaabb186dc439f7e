import { money } from "./format.js";
import { html, icon } from "./html.js";
import { picture } from "./picture.js";

const STAGE_SIZES = "(min-width: 60rem) 34rem, 92vw";
export const VIEWS = [
  { id: "", label: "The whole piece" },
  { id: "-detail", label: "Close up" },
];

export function stage(product, view) {
  return picture(product, { view, sizes: STAGE_SIZES, eager: true });
}

function gallery(product) {
  return html`<div class="gallery">
    <div class="stage" id="stage" data-testid="product-image">${stage(product, "")}</div>
    <div class="thumbs">
      ${VIEWS.map(
        ({ id, label }) =>
          html`<button type="button" class="thumb" data-view="${id}" aria-pressed="${id === ""}">
            <img src="images/${product.id}${id}-480.webp" alt="${label}" width="72" height="72" />
          </button>`,
      )}
    </div>
  </div>`;
}

function finishes(product) {
  return html`<fieldset class="swatches">
    <legend>Finish</legend>
    ${product.finishes.map(
      ({ id, label, colour }, index) =>
        html`<label class="swatch">
          <input type="radio" name="finish" value="${id}" ${index === 0 ? "checked" : ""} data-testid="finish-${id}" />
          <span class="swatch-colour" style="--swatch: ${colour}"></span>${label}
        </label>`,
    )}
  </fieldset>`;
}

/** Everything about one product above the tabs. */
export function productView(product, category) {
  return html`<nav class="crumbs muted" aria-label="Breadcrumb">
      <a href="index.html">Shop</a> / <a href="index.html?category=${product.category}">${category}</a> /
      <span aria-current="page">${product.name}</span>
    </nav>
    <div class="product">
      ${gallery(product)}
      <div class="buy">
        <h1 id="product-title" data-testid="product-title">${product.name}</h1>
        <rating-stars value="${product.rating}"
          ><a href="#reviews">${product.rating} from our customers</a></rating-stars
        >
        <p class="lead">${product.blurb}</p>
        <p class="price" data-testid="product-price">${money(product.price)}</p>
        <form id="buy-form">
          ${finishes(product)}
          <div class="buy-row">
            <quantity-stepper value="1" max="${Math.min(20, product.stock)}" id="quantity" data-testid="quantity">
              <span slot="label">How many?</span>
            </quantity-stepper>
            <button class="button" id="add-to-cart" data-testid="add-to-cart">${icon("basket")} Add to basket</button>
          </div>
          <a class="button quiet wide" href="cart.html" data-testid="go-to-cart">View basket</a>
        </form>
        <p class="facts">
          <button type="button" class="link-button" id="open-size-guide" data-testid="open-size-guide">
            Size guide
          </button>
          <span>${icon("eye")} <span id="looking" data-testid="looking" aria-live="off"></span></span>
          <span
            >${icon("clock")}
            <span>Order within <time id="dispatch-countdown"></time> for dispatch tomorrow</span></span
          >
        </p>
      </div>
    </div>`;
}

export function tabPanel(product, tab) {
  if (tab === "care") {
    return html`<p>${product.care}</p>
      <details name="care">
        <summary>What if it arrives broken?</summary>
        <p>Send a photograph within two weeks and we make you another. Keep the pieces: they are good drainage.</p>
      </details>
      <details name="care">
        <summary>Can it be repaired?</summary>
        <p>Oak, nearly always. Stoneware can be joined with lacquer, and we will tell you how on the phone.</p>
      </details>
      <details name="care">
        <summary>Do you take things back?</summary>
        <p>Within 60 days, unused, and we pay the postage.</p>
      </details>`;
  }
  if (tab === "delivery") {
    return html`<p>Parcels leave the studio every weekday at four. Enter a postcode for an estimate.</p>
      <iframe
        class="delivery-frame"
        src="delivery.html?weight=${product.size.weight}"
        title="Delivery estimate"
        data-testid="delivery-frame"
      ></iframe>`;
  }
  return html`<p>${product.story}</p>
    <ul class="ticks">
      ${product.details.map((detail) => html`<li>${icon("check")} ${detail}</li>`)}
    </ul>`;
}
