import { money } from "./format.js";
import { fill, html } from "./html.js";
import { orderTotals } from "./totals.js";

function choices(form) {
  const { delivery, trees, "is-gift": isGift } = form.elements;
  const count = trees.validity.valid ? Number(trees.value) : 0;
  return { delivery: delivery.value, wrap: isGift.checked, trees: count };
}

/** The order beside the form, recounted with every change. */
export function startSummary(form, lines, promo) {
  const totals = () => orderTotals(lines, { promo, ...choices(form) });

  function show() {
    const { goods, discount, delivery, extras, total } = totals();
    form.querySelector("#sum-goods").value = money(goods);
    form.querySelector("#discount-row").hidden = discount === 0;
    form.querySelector("#sum-discount").value = `−${money(discount)}`;
    form.querySelector("#sum-delivery").value = money(delivery);
    form.querySelector("#sum-extras").value = money(extras);
    form.querySelector("#order-total").value = money(total);
    // `output` and hidden fields are emptied by a reset, so they are written again here.
    form.elements.basket.value = lines.map((line) => `${line.quantity}*${line.id}/${line.finish}`).join(",");
  }

  fill(
    form.querySelector("#summary-lines"),
    lines.length === 0
      ? html`<li class="muted">Nothing yet. <a href="index.html">Choose something</a></li>`
      : html`${lines.map(
          (line) =>
            html`<li>
              <img src="images/${line.id}-480.webp" alt="" width="44" height="44" />
              <span>${line.product.name}<small>${line.quantity} × ${line.finishLabel}</small></span>
              <span>${money(line.total)}</span>
            </li>`,
        )}`,
  );
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
  return { total: () => totals().total };
}
