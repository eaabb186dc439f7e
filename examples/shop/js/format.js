const EURO = new Intl.NumberFormat("en-IE", { style: "currency", currency: "EUR" });

/** @param {number} cents */
export function money(cents) {
  return EURO.format(cents / 100);
}

export function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

/** "2026-05-02" → "2 May 2026" */
export function longDate(iso) {
  return new Date(`${iso}T12:00:00`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

/** Seconds → "02:05:09" */
export function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
