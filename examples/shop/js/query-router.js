/**
 * Client-side navigation on the query string of one page: links marked `data-soft` change the address without a
 * load, back and forward work, and a reload shows the same view. Returns its stop.
 * @param {(query: URLSearchParams) => void} render
 */
export function startQueryRouter(render) {
  const show = () => render(new URLSearchParams(location.search));

  function onClick(event) {
    const link = event.target.closest?.("a[data-soft]");
    const isPlainClick = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!link || !isPlainClick || event.defaultPrevented) return;
    event.preventDefault();
    if (link.href !== location.href) history.pushState(null, "", link.href);
    show();
  }

  document.addEventListener("click", onClick);
  window.addEventListener("popstate", show);
  show();
  return () => {
    document.removeEventListener("click", onClick);
    window.removeEventListener("popstate", show);
  };
}

/** A link to the current page with some query values changed; `null` removes one. */
export function queryLink(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return `?${query}`;
}
