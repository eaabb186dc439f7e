import { fill, html } from "./html.js";

const CM_PER_INCH = 2.54;
const GRAMS_PER_OUNCE = 28.35;

function row(product, isCurrent, unit) {
  const inInches = unit === "in";
  const length = (cm) => (inInches ? cm / CM_PER_INCH : cm).toFixed(1);
  const { width, height, depth, weight } = product.size;
  return html`<tr ${isCurrent ? html`class="is-current" aria-current="true"` : ""}>
    <th scope="row">${product.name}</th>
    <td>${length(width)}</td>
    <td>${length(height)}</td>
    <td>${length(depth)}</td>
    <td>${inInches ? `${Math.round(weight / GRAMS_PER_OUNCE)} oz` : `${weight} g`}</td>
  </tr>`;
}

/** The modal size guide of the product page, in centimetres or inches. */
export function startSizeGuide(catalogue, product) {
  const dialog = document.querySelector("#size-guide");
  function show() {
    const unit = dialog.querySelector('[name="unit"]:checked').value;
    fill(
      dialog.querySelector("tbody"),
      html`${catalogue.products.map((other) => row(other, other === product, unit))}`,
    );
  }
  for (const radio of dialog.querySelectorAll('[name="unit"]')) radio.addEventListener("change", show);
  document.querySelector("#open-size-guide").addEventListener("click", () => {
    show();
    dialog.showModal();
  });
}
