import { readCart } from "./cart.js";
import { loadCatalogue } from "./catalogue.js";
import { startAccount } from "./checkout-account.js";
import { startDelivery } from "./checkout-delivery.js";
import { startGift } from "./checkout-gift.js";
import { startPayment } from "./checkout-payment.js";
import { startSummary } from "./checkout-summary.js";
import { startProgress, startValidation } from "./form-errors.js";
import { startLayout } from "./layout.js";
import { placeOrder } from "./order.js";
import { toast } from "./toast.js";
import { pricedLines } from "./totals.js";

startLayout();
const form = document.querySelector("#checkout-form");
const cart = readCart();
const lines = pricedLines(cart, await loadCatalogue());

for (const start of [startDelivery, startGift, startAccount, startPayment, startProgress]) start(form);
const summary = startSummary(form, lines, cart.promo);

form.addEventListener("reset", () => {
  // The event comes before the fields are cleared; what depends on them follows one task later.
  setTimeout(() => form.dispatchEvent(new Event("change")));
});

startValidation(form, () => {
  if (lines.length === 0) {
    toast("Your basket is empty.", { tone: "bad" });
    return;
  }
  placeOrder(lines, form.elements.delivery.value, summary.total());
  location.href = "thanks.html";
});
