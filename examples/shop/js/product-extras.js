import { longDate, money } from "./format.js";
import { html } from "./html.js";
import { picture } from "./picture.js";

export function reviewList(reviews) {
  return html`${reviews.map(
    (review) =>
      html`<li class="review">
        <rating-stars value="${review.stars}"
          ><span>${review.name}, <time datetime="${review.date}">${longDate(review.date)}</time></span></rating-stars
        >
        <p>${review.text}</p>
      </li>`,
  )}`;
}

/** The other products, nearest category first. */
export function relatedStrip(catalogue, product) {
  const others = catalogue.products
    .filter((other) => other.id !== product.id)
    .toSorted((a, b) => Number(b.category === product.category) - Number(a.category === product.category));
  return html`${others.map(
    (other) =>
      html`<li>
        <a class="card-link" href="product.html?id=${other.id}" data-testid="related-${other.id}">
          ${picture(other, { sizes: "12rem" })}
          <span class="card-name">${other.name}</span>
        </a>
        <span class="muted">${money(other.price)}</span>
      </li>`,
  )}`;
}
