import { html } from "./html.js";
import { toast } from "./toast.js";

const BLOCKING_MS = 400;

/** The footer section whose buttons misbehave, one way each, so that a recording has something to find. */
export function mishapsSection() {
  return html`<section id="mishaps" class="wrap mishaps" aria-labelledby="mishaps-title">
    <h2 id="mishaps-title">Things that go wrong</h2>
    <p class="muted">Every shop has a few. These are here on purpose: press one, then look for it in the replay.</p>
    <div class="button-row">
      <button type="button" class="button quiet" id="mishap-error">Redeem loyalty points</button>
      <button type="button" class="button quiet" id="mishap-dead">Download the catalogue</button>
      <button type="button" class="button quiet" id="mishap-network">Check the studio shelf</button>
      <button type="button" class="button quiet" id="mishap-rejection">Restore saved basket</button>
      <button type="button" class="button quiet" id="mishap-slow">Sort by colour</button>
    </div>
  </section>`;
}

function redeemPoints() {
  const balance = document.querySelector("#loyalty-balance");
  toast(`You have ${balance.dataset.points} points.`);
}

async function checkShelf() {
  const response = await fetch("studio-shelf.json");
  if (response.ok) return;
  console.error(`studio-shelf.json: HTTP ${response.status}`);
  toast("The studio shelf could not be reached.", { tone: "bad" });
}

function restoreBasket() {
  Promise.reject(new Error("The saved basket has expired"));
}

function sortByColour() {
  const end = performance.now() + BLOCKING_MS;
  while (performance.now() < end) Math.hypot(end, performance.now());
  toast("Sorted. That took longer than it should.");
}

/** `#mishap-dead` has no handler: a click on it changes nothing. Returns its stop. */
export function startMishaps(section) {
  const handlers = {
    "mishap-error": redeemPoints,
    "mishap-network": checkShelf,
    "mishap-rejection": restoreBasket,
    "mishap-slow": sortByColour,
  };
  const onClick = (event) => handlers[event.target.id]?.();
  section.addEventListener("click", onClick);
  return () => section.removeEventListener("click", onClick);
}
