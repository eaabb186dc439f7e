import { fill, html } from "./html.js";

const MAX_PICTURES = 3;

function startPictures(form) {
  const input = form.querySelector("#gift-pictures");
  const list = form.querySelector("#gift-picture-list");
  let urls = [];

  return function show() {
    for (const url of urls) URL.revokeObjectURL(url);
    const files = [...input.files].slice(0, MAX_PICTURES);
    urls = files.map((file) => URL.createObjectURL(file));
    fill(list, html`${files.map((file, i) => html`<li><img src="${urls[i]}" alt="" />${file.name}</li>`)}`);
  };
}

/** Wrapping paper, ribbon, the note (a contenteditable) and pictures for the card. */
export function startGift(form) {
  const { "is-gift": isGift, "wrap-colour": colour, ribbon } = form.elements;
  const note = form.querySelector("#gift-note");
  const preview = form.querySelector("#wrap-preview");

  function sync() {
    form.querySelector("#gift-fields").disabled = !isGift.checked;
    note.contentEditable = String(isGift.checked);
    form.querySelector("#gift-note-value").value = note.innerText.trim();
    form.querySelector("#ribbon-width").value = ribbon.value;
    preview.style.setProperty("--paper", colour.value);
    preview.style.setProperty("--ribbon", `${ribbon.value}px`);
  }

  const showPictures = startPictures(form);
  form.querySelector("#gift-pictures").addEventListener("change", showPictures);
  form.addEventListener("input", sync);
  form.addEventListener("change", sync);
  form.addEventListener("reset", () => {
    note.replaceChildren();
    setTimeout(showPictures);
  });
  sync();
}
