import "./elements/rating-stars.js";
import { addToCart } from "./cart.js";
import { categoryLabel, findProduct, loadCatalogue } from "./catalogue.js";
import { money, plural } from "./format.js";
import { fill, html, icon } from "./html.js";
import { startLayout } from "./layout.js";
import { picture } from "./picture.js";
import { queryLink, startQueryRouter } from "./query-router.js";
import { openQuickView } from "./quick-view.js";
import { toast } from "./toast.js";

const EAGER_CARDS = 4;
const ORDERS = {
  featured: () => 0,
  "price-up": (a, b) => a.price - b.price,
  "price-down": (a, b) => b.price - a.price,
  rating: (a, b) => b.rating - a.rating,
};

function selected(products, query) {
  const category = query.get("category");
  const words = (query.get("q") ?? "").trim().toLowerCase();
  const order = ORDERS[query.get("sort")] ?? ORDERS.featured;
  return products
    .filter((product) => !category || product.category === category)
    .filter((product) => `${product.name} ${product.blurb}`.toLowerCase().includes(words))
    .toSorted(order);
}

function card(product, index) {
  return html`<li class="card" data-testid="product-card" data-product="${product.id}">
    <a class="card-link" href="product.html?id=${product.id}" data-testid="product-link-${product.id}">
      ${picture(product, { eager: index < EAGER_CARDS })}
      <span class="card-name">${product.name}</span>
    </a>
    <p class="card-blurb muted">${product.blurb}</p>
    <p class="card-meta">
      <strong>${money(product.price)}</strong>
      <rating-stars value="${product.rating}"><span>${product.rating}</span></rating-stars>
    </p>
    <div class="card-actions">
      <button type="button" class="button small" data-add="${product.id}" data-testid="add-${product.id}">
        Add to basket
      </button>
      <button type="button" class="button small quiet" data-quick="${product.id}" data-testid="quick-${product.id}">
        ${icon("eye")}<span class="visually-hidden">Quick view of ${product.name}</span>
      </button>
    </div>
  </li>`;
}

function filters(catalogue, query) {
  const current = query.get("category");
  const choices = [{ id: null, label: "Everything" }, ...catalogue.categories];
  return html`${choices.map(
    ({ id, label }) =>
      html`<a
        class="chip"
        data-soft
        href="${queryLink({ category: id })}"
        data-testid="filter-${id ?? "all"}"
        ${current === id ? html`aria-current="true"` : ""}
        >${label}</a
      >`,
  )}`;
}

function showList(catalogue, query) {
  const products = selected(catalogue.products, query);
  const label = categoryLabel(catalogue, query.get("category"));
  document.title = `${label} · Bisque & Bough`;
  document.querySelector("#list-title").textContent = label;
  document.querySelector("#result-count").value = plural(products.length, "piece", "pieces");
  document.querySelector("#sort").value = query.get("sort") ?? "featured";
  fill(document.querySelector("#filters"), filters(catalogue, query));
  fill(
    document.querySelector("#product-list"),
    products.length > 0
      ? html`${products.map(card)}`
      : html`<li class="empty">Nothing by that name. Try “mug”, “oak” or “lamp”.</li>`,
  );
}

function replaceQuery(catalogue, changes) {
  history.replaceState(null, "", queryLink(changes));
  showList(catalogue, new URLSearchParams(location.search));
}

function onListClick(catalogue, event) {
  const { add, quick } = event.target.closest("button")?.dataset ?? {};
  const product = findProduct(catalogue, add ?? quick);
  if (!product) return;
  if (quick) {
    openQuickView(product);
    return;
  }
  addToCart(product.id, product.finishes[0].id);
  toast(`${product.name} is in your basket.`);
}

startLayout();
const catalogue = await loadCatalogue();
const search = document.querySelector("#product-search");
search.value = new URLSearchParams(location.search).get("q") ?? "";
search.addEventListener("input", () => replaceQuery(catalogue, { q: search.value || null }));
document.querySelector("#search-form").addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#sort").addEventListener("change", (event) => {
  replaceQuery(catalogue, { sort: event.target.value === "featured" ? null : event.target.value });
});
document.querySelector("#product-list").addEventListener("click", (event) => onListClick(catalogue, event));
startQueryRouter((query) => showList(catalogue, query));
