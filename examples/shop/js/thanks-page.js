import { money } from "./format.js";
import { fill, html } from "./html.js";
import { startLayout } from "./layout.js";
import { readOrder } from "./order.js";

const DELIVERY_TEXT = {
  post: "The post will bring it within the week.",
  courier: "The courier comes at the hour you chose.",
  collect: "We will have it ready for you on Weir Lane.",
};

startLayout();
const order = readOrder();
if (order) {
  document.querySelector("#order-number").textContent = order.number;
  document.querySelector("#order-sum").value = money(order.total);
  document.querySelector("#order-delivery").textContent = DELIVERY_TEXT[order.delivery];
  fill(
    document.querySelector("#order-lines"),
    html`${order.lines.map(
      (line) =>
        html`<li>
          <img src="images/${line.id}-480.webp" alt="" width="44" height="44" />
          <span>${line.name}<small>${line.quantity} × ${line.finishLabel}</small></span>
          <span>${money(line.total)}</span>
        </li>`,
    )}`,
  );
} else {
  location.replace("index.html");
}
