import { readCart, onCartChange } from "./cart.js";
import { loadCatalogue } from "./catalogue.js";
import { money, plural } from "./format.js";
import { fill, html } from "./html.js";
import { orderTotals, pricedLines } from "./totals.js";

function view(lines, promo) {
  if (lines.length === 0) {
    return html`<p class="menu-title">Your basket is empty</p>
      <p class="muted">The pebble tray is a good place to start.</p>`;
  }
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);
  const { goods, discount } = orderTotals(lines, { promo });
  return html`<p class="menu-title">${plural(count, "thing", "things")} in your basket</p>
    <ul class="mini-lines">
      ${lines.map(
        (line) =>
          html`<li>
            <img src="images/${line.product.id}-480.webp" alt="" width="44" height="44" />
            <span>${line.product.name}<small>${line.quantity} × ${line.finishLabel}</small></span>
            <span>${money(line.total)}</span>
          </li>`,
      )}
    </ul>
    <p class="mini-total"><span>Subtotal</span><strong>${money(goods - discount)}</strong></p>
    <a class="button" href="cart.html" data-testid="mini-cart-open">View basket</a>`;
}

/** Returns its stop. */
export function startMiniCart(element) {
  async function render() {
    const cart = readCart();
    fill(element, view(pricedLines(cart, await loadCatalogue()), cart.promo));
  }
  render();
  return onCartChange(render);
}
