const KEY = "bough-cart";
const MAX_PER_LINE = 20;
const changes = new EventTarget();

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (Array.isArray(stored?.lines)) return stored;
  } catch (error) {
    console.warn("The stored basket could not be read; starting with an empty one.", error);
  }
  return { lines: [], promo: null };
}

function write(cart) {
  localStorage.setItem(KEY, JSON.stringify(cart));
  changes.dispatchEvent(new Event("change"));
}

function sameLine(line, id, finish) {
  return line.id === id && line.finish === finish;
}

/** @returns {{ lines: Array<{ id: string, finish: string, quantity: number }>, promo: string | null }} */
export function readCart() {
  return read();
}

export function addToCart(id, finish, quantity = 1) {
  const cart = read();
  const line = cart.lines.find((candidate) => sameLine(candidate, id, finish));
  if (line) line.quantity = Math.min(MAX_PER_LINE, line.quantity + quantity);
  else cart.lines.push({ id, finish, quantity });
  write(cart);
}

export function setQuantity(id, finish, quantity) {
  const cart = read();
  const lines = cart.lines.map((line) => (sameLine(line, id, finish) ? { ...line, quantity } : line));
  write({ ...cart, lines: lines.filter((line) => line.quantity > 0) });
}

export function setPromo(promo) {
  write({ ...read(), promo });
}

export function clearCart() {
  write({ lines: [], promo: null });
}

export function cartCount() {
  return read().lines.reduce((count, line) => count + line.quantity, 0);
}

/** Calls back after every change, also one made in another tab. Returns its stop. */
export function onCartChange(callback) {
  function onStorage(event) {
    if (event.key === KEY) callback();
  }
  changes.addEventListener("change", callback);
  window.addEventListener("storage", onStorage);
  return () => {
    changes.removeEventListener("change", callback);
    window.removeEventListener("storage", onStorage);
  };
}
