import "./elements/quantity-stepper.js";
import { addToCart, onCartChange, readCart, setPromo, setQuantity } from "./cart.js";
import { loadCatalogue } from "./catalogue.js";
import { money } from "./format.js";
import { fill, html, icon } from "./html.js";
import { startLayout } from "./layout.js";
import { toast } from "./toast.js";
import { FREE_DELIVERY_FROM, isPromo, orderTotals, pricedLines } from "./totals.js";

function lineItem(line) {
  return html`<li class="cart-line" data-testid="cart-line" data-id="${line.id}" data-finish="${line.finish}">
    <img src="images/${line.id}-480.webp" alt="" width="96" height="96" />
    <div>
      <a class="card-name" href="product.html?id=${line.id}">${line.product.name}</a>
      <p class="muted">${line.finishLabel} · ${money(line.product.price)} each</p>
      <quantity-stepper value="${line.quantity}" max="20"></quantity-stepper>
    </div>
    <strong data-line-total>${money(line.total)}</strong>
    <button type="button" class="round-button" data-remove>
      ${icon("trash")}<span class="visually-hidden">Remove ${line.product.name}</span>
    </button>
  </li>`;
}

function emptyCart() {
  return html`<li class="empty">
    <p>Nothing here yet.</p>
    <a class="button" href="index.html">Back to the shop</a>
  </li>`;
}

function freeDeliveryText(goods) {
  const missing = FREE_DELIVERY_FROM - goods;
  return missing > 0 ? `${money(missing)} more and delivery by post is free.` : "Delivery by post is free.";
}

function showTotals(lines, promo) {
  const { goods, discount, delivery, total } = orderTotals(lines, { promo });
  document.querySelector("#free-delivery").value = Math.min(goods, FREE_DELIVERY_FROM);
  document.querySelector("#free-delivery-text").textContent = freeDeliveryText(goods);
  document.querySelector("#discount-row").hidden = discount === 0;
  document.querySelector("#sum-goods").value = money(goods);
  document.querySelector("#sum-discount").value = `−${money(discount)}`;
  document.querySelector("#sum-delivery").value = money(delivery);
  document.querySelector("#sum-total").value = money(total);
  document.querySelector("#go-to-checkout").toggleAttribute("aria-disabled", lines.length === 0);
}

function showLines(list, lines) {
  const items = [...list.querySelectorAll(".cart-line")];
  const isSame =
    lines.length > 0 &&
    items.length === lines.length &&
    items.every(({ dataset }, i) => dataset.id === lines[i].id && dataset.finish === lines[i].finish);
  if (!isSame) {
    fill(list, lines.length === 0 ? emptyCart() : html`${lines.map(lineItem)}`);
    return;
  }
  // The lines stay in place, so that the stepper being used keeps the focus.
  items.forEach((item, i) => {
    item.querySelector("quantity-stepper").value = lines[i].quantity;
    item.querySelector("[data-line-total]").textContent = money(lines[i].total);
  });
}

function showCart(catalogue) {
  const cart = readCart();
  const lines = pricedLines(cart, catalogue);
  showLines(document.querySelector("#cart-lines"), lines);
  showTotals(lines, cart.promo);
}

function lineOf(event) {
  return event.target.closest(".cart-line")?.dataset;
}

function startLines(list) {
  list.addEventListener("change", (event) => {
    const line = lineOf(event);
    // A native change of the field inside the stepper does not leave its shadow root: this one carries the number.
    if (line && event.detail) setQuantity(line.id, line.finish, event.detail);
  });
  list.addEventListener("click", (event) => {
    if (!event.target.closest("[data-remove]")) return;
    const { id, finish } = lineOf(event);
    const { quantity } = readCart().lines.find((line) => line.id === id && line.finish === finish);
    setQuantity(id, finish, 0);
    toast("Taken out of your basket.", { action: { label: "Undo", run: () => addToCart(id, finish, quantity) } });
  });
}

function startPromo(form) {
  const field = form.elements.promo;
  const status = document.querySelector("#promo-status");
  field.value = readCart().promo ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = field.value.trim().toUpperCase();
    const isKnown = isPromo(code);
    setPromo(isKnown ? code : null);
    status.value = isKnown ? "10 % off, with our thanks." : "We do not know that code. Try SLOWDOWN.";
  });
}

startLayout();
const catalogue = await loadCatalogue();
showCart(catalogue);
onCartChange(() => showCart(catalogue));
startLines(document.querySelector("#cart-lines"));
startPromo(document.querySelector("#promo-form"));
document.querySelector("#go-to-checkout").addEventListener("click", (event) => {
  if (!event.currentTarget.hasAttribute("aria-disabled")) return;
  event.preventDefault();
  toast("Your basket is empty.", { tone: "bad" });
});
