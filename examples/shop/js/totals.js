import { findProduct } from "./catalogue.js";

export const FREE_DELIVERY_FROM = 7500;
export const DELIVERY_PRICES = { post: 590, courier: 1290, collect: 0 };
export const WRAP_PRICE = 450;
export const TREE_PRICE = 200;
const PROMO_PERCENT = { SLOWDOWN: 10 };

export function isPromo(code) {
  return Object.hasOwn(PROMO_PERCENT, code);
}

/** Joins basket lines with their products; a product that is gone from the catalogue is left out. */
export function pricedLines(cart, catalogue) {
  return cart.lines.flatMap((line) => {
    const product = findProduct(catalogue, line.id);
    if (!product) return [];
    const finish = product.finishes.find((candidate) => candidate.id === line.finish) ?? product.finishes[0];
    return [{ ...line, product, finishLabel: finish.label, total: product.price * line.quantity }];
  });
}

/** All amounts in cents. */
export function orderTotals(lines, { promo = null, delivery = "post", wrap = false, trees = 0 } = {}) {
  const goods = lines.reduce((sum, line) => sum + line.total, 0);
  const discount = Math.round((goods * (PROMO_PERCENT[promo] ?? 0)) / 100);
  const isFreePost = delivery === "post" && goods >= FREE_DELIVERY_FROM;
  const deliveryPrice = goods === 0 || isFreePost ? 0 : DELIVERY_PRICES[delivery];
  const extras = (wrap ? WRAP_PRICE : 0) + trees * TREE_PRICE;
  return { goods, discount, delivery: deliveryPrice, extras, total: goods - discount + deliveryPrice + extras };
}
