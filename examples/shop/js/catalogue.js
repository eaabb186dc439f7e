const pending = new Map();

function loadJson(name) {
  if (!pending.has(name)) {
    const url = new URL(`../${name}`, import.meta.url);
    pending.set(
      name,
      fetch(url).then((response) => {
        if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
        return response.json();
      }),
    );
  }
  return pending.get(name);
}

/** @returns {Promise<{ categories: Array<{ id: string, label: string }>, products: Array<object> }>} */
export function loadCatalogue() {
  return loadJson("products.json");
}

export async function loadReviews(productId) {
  const reviews = await loadJson("reviews.json");
  return reviews[productId] ?? [];
}

export function findProduct(catalogue, id) {
  return catalogue.products.find((product) => product.id === id);
}

export function categoryLabel(catalogue, id) {
  return catalogue.categories.find((category) => category.id === id)?.label ?? "Everything";
}
