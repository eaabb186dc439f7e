import { addToCart } from "./cart.js";
import { money } from "./format.js";
import { fill, html, icon } from "./html.js";
import { picture } from "./picture.js";
import { toast } from "./toast.js";

/** Opens the modal `#quick-view` dialog of the list page for one product. */
export function openQuickView(product) {
  const dialog = document.querySelector("#quick-view");
  fill(
    dialog,
    html`<form method="dialog" class="dialog-close">
        <button class="round-button" data-testid="quick-view-close">
          ${icon("close")}<span class="visually-hidden">Close</span>
        </button>
      </form>
      <div class="quick-view">
        ${picture(product, { sizes: "20rem", eager: true })}
        <div>
          <h2 id="quick-view-title">${product.name}</h2>
          <p>${product.blurb}</p>
          <ul>
            ${product.details.map((detail) => html`<li>${detail}</li>`)}
          </ul>
          <p class="price">${money(product.price)}</p>
          <div class="button-row">
            <button type="button" class="button" id="quick-view-add">Add to basket</button>
            <a class="button quiet" href="product.html?id=${product.id}">All details</a>
          </div>
        </div>
      </div>`,
  );
  dialog.querySelector("#quick-view-add").addEventListener("click", () => {
    addToCart(product.id, product.finishes[0].id);
    dialog.close();
    toast(`${product.name} is in your basket.`);
  });
  dialog.showModal();
}
