function groupDigits(text) {
  return text
    .replace(/\D/g, "")
    .slice(0, 16)
    .replace(/(.{4})(?=.)/g, "$1 ");
}

function monthAndYear(text) {
  const digits = text.replace(/\D/g, "").slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits;
}

/** Card fields, put into shape while typing, and off when paying by invoice. */
export function startPayment(form) {
  const shapes = { "cc-number": groupDigits, "cc-exp": monthAndYear };
  function sync() {
    form.querySelector("#card-fields").disabled = form.elements.payment.value !== "card";
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const field = form.elements[name];
    field.addEventListener("input", () => {
      const shaped = shape(field.value);
      if (shaped !== field.value) field.value = shaped;
    });
  }
  form.addEventListener("change", sync);
  sync();
}
