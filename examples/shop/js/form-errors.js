import { plural } from "./format.js";

function controls(form) {
  return [...form.elements].filter((control) => control.willValidate);
}

function showError(control) {
  const id = `${control.id}-error`;
  const holder = control.closest(".field, .check");
  let message = document.getElementById(id);
  if (control.validity.valid) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-errormessage");
    message?.remove();
    return;
  }
  if (!message) {
    message = document.createElement("span");
    message.id = id;
    message.className = "field-error";
    holder.append(message);
  }
  message.textContent = control.validationMessage;
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-errormessage", id);
}

function showSummary(form, count) {
  const summary = form.querySelector("#form-errors");
  summary.hidden = count === 0;
  summary.textContent = `${plural(count, "field needs", "fields need")} another look.`;
}

function clearErrors(form) {
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const message of form.querySelectorAll(".field-error")) message.remove();
  showSummary(form, 0);
}

/** Shows every error beside its field and focuses the first; `onValid` is called once nothing is left to correct. */
export function startValidation(form, onValid) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const invalid = controls(form).filter((control) => !control.validity.valid);
    clearErrors(form);
    invalid.forEach(showError);
    showSummary(form, invalid.length);
    if (invalid.length === 0) onValid();
    else invalid[0].focus();
  });
  function recheck() {
    const marked = [...form.querySelectorAll("[aria-invalid]")];
    marked.forEach(showError);
    showSummary(form, marked.filter((control) => !control.validity.valid).length);
  }
  form.addEventListener("input", recheck);
  form.addEventListener("change", recheck);
  form.addEventListener("reset", () => clearErrors(form));
}

/** Keeps `#checkout-progress` at the share of required fields that are filled in. */
export function startProgress(form) {
  const bar = document.querySelector("#checkout-progress");
  const text = document.querySelector("#progress-text");
  function show() {
    const required = controls(form).filter((control) => control.required);
    const done = required.filter((control) => control.validity.valid).length;
    bar.max = required.length;
    bar.value = done;
    text.value = `${done} of ${required.length}`;
  }
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
