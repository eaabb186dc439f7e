import { cartCount, onCartChange } from "./cart.js";
import { fill, html, icon } from "./html.js";
import { startMiniCart } from "./mini-cart.js";
import { mishapsSection, startMishaps } from "./mishaps.js";
import { sprite } from "./sprite.js";

function logo() {
  return html`<svg class="logo" viewBox="0 0 40 40" role="img" aria-label="Bisque and Bough">
    <g class="logo-sprout" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round">
      <path d="M18 17V8" />
      <path d="M18 12c-4 0-6-2-6-6 4 0 6 2 6 6Zm0-2c0-4 2-6 6-6 0 4-2 6-6 6Z" fill="currentColor" />
      <animateTransform
        attributeName="transform"
        type="rotate"
        values="-4 18 17; 5 18 17; -4 18 17"
        dur="5s"
        calcMode="spline"
        keySplines=".4 0 .6 1; .4 0 .6 1"
        repeatCount="indefinite"
      />
    </g>
    <path
      d="M7 18h22v9a8 8 0 0 1-8 8h-6a8 8 0 0 1-8-8Zm22 2h2a4 4 0 0 1 0 9h-2"
      fill="none"
      stroke="currentColor"
      stroke-width="2.4"
    />
  </svg>`;
}

function header() {
  const page = location.pathname.split("/").pop() || "index.html";
  const links = [
    ["index.html", "Shop"],
    ["index.html?category=stoneware", "Stoneware"],
    ["index.html?category=oak", "Oak"],
  ];
  return html`<div class="wrap header-row">
    <a class="brand" href="index.html" data-testid="home-link">${logo()}<span>Bisque &amp; Bough</span></a>
    <nav aria-label="Main" class="main-nav">
      ${links.map(
        ([href, label]) =>
          html`<a href="${href}" ${page === "index.html" && page === href ? html`aria-current="page"` : ""}
            >${label}</a
          >`,
      )}
    </nav>
    <button type="button" class="round-button" popovertarget="account-menu" data-testid="account-button">
      ${icon("person")}<span class="visually-hidden">Account</span>
    </button>
    <button type="button" class="round-button" popovertarget="mini-cart" data-testid="mini-cart-button">
      ${icon("basket")}<span class="visually-hidden">Basket,</span>
      <span class="badge" data-testid="cart-count">${cartCount()}</span>
    </button>
    <div id="account-menu" popover class="menu" data-testid="account-menu">
      <p class="menu-title">Good to see you</p>
      <a href="checkout.html#account">Create an account</a>
      <a href="cart.html">Your basket</a>
      <a href="#site-footer">Help and contact</a>
    </div>
    <div id="mini-cart" popover class="menu menu-wide" data-testid="mini-cart"></div>
  </div>`;
}

function footer() {
  return html`<div class="footer-band" aria-hidden="true"></div>
    ${mishapsSection()}
    <div class="wrap footer-row">
      <p class="brand">${logo()}<span>Bisque &amp; Bough</span></p>
      <p class="muted">
        Stoneware, oak and paper for the desk, made in small batches. A demo shop: nothing is charged or sent.
      </p>
      <p class="muted">Studio: Weir Lane 4, open Thursday to Saturday, 10 to 5</p>
      <a href="privacy.html" data-testid="privacy-link">Privacy</a>
    </div>`;
}

/** Fills header and footer of every page and keeps the basket badge current. Returns its stop. */
export function startLayout() {
  const spriteHolder = document.createElement("div");
  spriteHolder.hidden = true;
  fill(spriteHolder, sprite());
  document.body.prepend(spriteHolder);
  fill(document.querySelector("#site-header"), header());
  fill(document.querySelector("#site-footer"), footer());

  const badge = document.querySelector('[data-testid="cart-count"]');
  const stops = [
    onCartChange(() => {
      badge.textContent = String(cartCount());
      badge.classList.remove("is-bumped");
      // Reading a layout value restarts the animation of the class that follows.
      void badge.offsetWidth;
      badge.classList.add("is-bumped");
    }),
    startMiniCart(document.querySelector("#mini-cart")),
    startMishaps(document.querySelector("#mishaps")),
  ];
  return () => stops.toReversed().forEach((stop) => stop());
}
