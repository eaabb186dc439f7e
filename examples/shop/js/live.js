import { clock, plural } from "./format.js";

const LOOKING_EVERY_MS = 4000;
const SECOND_MS = 1000;
const DISPATCH_HOUR = 16;

/** "3 people are looking at this", wandering by one at a time. Returns its stop. */
export function startLookingCount(element) {
  let count = 3;
  function show() {
    element.textContent = `${plural(count, "person is", "people are")} looking at this`;
  }
  show();
  const timer = setInterval(() => {
    count = Math.max(1, count + (Math.random() < 0.5 ? -1 : 1));
    show();
  }, LOOKING_EVERY_MS);
  return () => clearInterval(timer);
}

function secondsToDispatch(now) {
  const next = new Date(now);
  next.setHours(DISPATCH_HOUR, 0, 0, 0);
  if (next <= now) next.setDate(next.getDate() + 1);
  return Math.floor((next - now) / SECOND_MS);
}

/** Counts down to the next four o'clock, once a second. Returns its stop. */
export function startDispatchCountdown(element) {
  function show() {
    element.textContent = clock(secondsToDispatch(new Date()));
  }
  show();
  const timer = setInterval(show, SECOND_MS);
  return () => clearInterval(timer);
}
