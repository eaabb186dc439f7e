import "./elements/quantity-stepper.js";
import "./elements/rating-stars.js";
import { addToCart } from "./cart.js";
import { categoryLabel, findProduct, loadCatalogue, loadReviews } from "./catalogue.js";
import { startFilm } from "./film.js";
import { plural } from "./format.js";
import { fill, html } from "./html.js";
import { startLayout } from "./layout.js";
import { startDispatchCountdown, startLookingCount } from "./live.js";
import { productView, stage, tabPanel } from "./product-view.js";
import { queryLink, startQueryRouter } from "./query-router.js";
import { relatedStrip, reviewList } from "./product-extras.js";
import { startSizeGuide } from "./size-guide.js";
import { toast } from "./toast.js";

const TABS = [
  ["details", "Details"],
  ["care", "Care"],
  ["delivery", "Delivery"],
];

function showTab(product, query) {
  const current = query.get("tab") ?? "details";
  fill(
    document.querySelector("#tabs"),
    html`${TABS.map(
      ([id, label]) =>
        html`<a
          class="tab"
          data-soft
          href="${queryLink({ tab: id })}"
          data-testid="tab-${id}"
          ${id === current ? html`aria-current="true"` : ""}
          >${label}</a
        >`,
    )}`,
  );
  fill(document.querySelector("#tab-panel"), tabPanel(product, current));
}

function startGallery(product) {
  const buttons = [...document.querySelectorAll(".thumb")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      fill(document.querySelector("#stage"), stage(product, button.dataset.view));
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    });
  }
}

function startBuyForm(product) {
  const form = document.querySelector("#buy-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const quantity = document.querySelector("#quantity").value;
    addToCart(product.id, new FormData(form).get("finish"), quantity);
    toast(`${plural(quantity, product.name, `× ${product.name}`)} in your basket.`);
  });
}

async function showProduct(catalogue, product) {
  document.title = `${product.name} · Bisque & Bough`;
  fill(document.querySelector("#product"), productView(product, categoryLabel(catalogue, product.category)));
  fill(document.querySelector("#related"), relatedStrip(catalogue, product));
  startGallery(product);
  startBuyForm(product);
  startSizeGuide(catalogue, product);
  startFilm(document.querySelector("#film"));
  startLookingCount(document.querySelector("#looking"));
  startDispatchCountdown(document.querySelector("#dispatch-countdown"));
  startQueryRouter((query) => showTab(product, query));
  fill(document.querySelector("#review-list"), reviewList(await loadReviews(product.id)));
  document.querySelector("#rate").addEventListener("rate", (event) => {
    toast(`Thank you for ${plural(event.detail, "star", "stars")}.`);
  });
}

function showMissing() {
  document.querySelector("#product-more").remove();
  fill(
    document.querySelector("#product"),
    html`<div class="empty">
      <h1>We no longer make that</h1>
      <p><a class="button" href="index.html">See what we do make</a></p>
    </div>`,
  );
}

startLayout();
const catalogue = await loadCatalogue();
const product = findProduct(catalogue, new URLSearchParams(location.search).get("id"));
if (product) await showProduct(catalogue, product);
else showMissing();
