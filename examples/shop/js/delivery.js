import { plural } from "./format.js";

const HEAVY_GRAMS = 1500;
const form = document.querySelector("#estimate-form");
const result = document.querySelector("#estimate-result");
const grams = Number(new URLSearchParams(location.search).get("weight") ?? 0);

function estimateDays(postcode) {
  const digits = [...postcode].reduce((sum, char) => sum + char.charCodeAt(0), 0);
  return 2 + (digits % 3) + (grams > HEAVY_GRAMS ? 1 : 0);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const postcode = form.elements.postcode.value.trim();
  if (postcode.length < 3) {
    result.value = "Please enter at least three characters.";
    return;
  }
  result.value = `${plural(estimateDays(postcode), "working day", "working days")} to ${postcode.toUpperCase()}.`;
});
