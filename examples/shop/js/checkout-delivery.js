import { fill, html } from "./html.js";

const ADDRESSES = [
  { street: "Weir Lane 4", city: "Cork", postcode: "T12 R5CP", country: "IE" },
  { street: "Weirside 21", city: "Edinburgh", postcode: "EH6 6QX", country: "GB" },
  { street: "Mühlendamm 3", city: "Berlin", postcode: "10178", country: "DE" },
  { street: "Oudegracht 112", city: "Utrecht", postcode: "3511 AP", country: "NL" },
  { street: "Rue de la Monnaie 9", city: "Lyon", postcode: "69002", country: "FR" },
];
const MIN_QUERY_LENGTH = 2;

function startAddressSearch(form) {
  const search = form.querySelector("#address-search");
  const list = form.querySelector("#address-matches");

  function show() {
    const words = search.value.trim().toLowerCase();
    const matches =
      words.length < MIN_QUERY_LENGTH
        ? []
        : ADDRESSES.filter(({ street, city }) => `${street} ${city}`.toLowerCase().includes(words));
    fill(
      list,
      html`${matches.map(
        (match) =>
          html`<li>
            <button type="button" data-address="${ADDRESSES.indexOf(match)}">${match.street}, ${match.city}</button>
          </li>`,
      )}`,
    );
  }

  search.addEventListener("input", show);
  list.addEventListener("click", (event) => {
    const address = ADDRESSES[event.target.dataset.address];
    if (!address) return;
    for (const [name, value] of Object.entries(address)) form.elements[name].value = value;
    search.value = "";
    show();
    form.dispatchEvent(new Event("change"));
    form.elements.street.focus();
  });
}

/** Address search, and the fields which each way of delivery asks for. */
export function startDelivery(form) {
  const notes = form.elements.notes;
  function sync() {
    const way = form.elements.delivery.value;
    form.querySelector("#courier-fields").disabled = way !== "courier";
    form.querySelector("#collect-fields").disabled = way !== "collect";
    form.querySelector("#notes-left").value = String(notes.maxLength - notes.value.length);
  }
  startAddressSearch(form);
  form.addEventListener("input", sync);
  form.addEventListener("change", sync);
  sync();
}
