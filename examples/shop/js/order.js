import { clearCart } from "./cart.js";

const KEY = "bough-order";

function orderNumber() {
  return `BB-${Date.now().toString(36).slice(-6).toUpperCase()}`;
}

/** Keeps what the thank-you page shows, nothing that was typed, and empties the basket. */
export function placeOrder(lines, delivery, total) {
  const order = {
    number: orderNumber(),
    delivery,
    total,
    lines: lines.map(({ id, product, finishLabel, quantity, total: lineTotal }) => ({
      id,
      name: product.name,
      finishLabel,
      quantity,
      total: lineTotal,
    })),
  };
  sessionStorage.setItem(KEY, JSON.stringify(order));
  clearCart();
}

export function readOrder() {
  return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
}
