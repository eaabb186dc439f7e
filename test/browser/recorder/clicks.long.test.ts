import { expect, test } from "vitest";
import { useSignals, ORIGIN, type SignalPage } from "./signal-page.ts";

const open = useSignals();

/** Lets the browser draw: scrolling is told with the next picture, whose time is not that of the page's clock. */
function drawn({ page }: SignalPage): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((resolve) => new IntersectionObserver(() => resolve()).observe(document.body)),
  );
}

/** Longer than the recorder watches what comes of a click. */
const OVER_MS = 3_300;

/** A component whose inside is a shadow root. */
const COMPONENT = `<shop-card id="card"></shop-card><script>
  const root = document.querySelector("shop-card").attachShadow({ mode: "open" });
  root.innerHTML = '<div data-playhead-name="inside"><button>Secret text</button><p></p></div><b style="cursor:pointer">Bare</b>';
</script>`;

test("click: names come from the site, from the nearest that has one, and never from texts", async () => {
  const { page, sent, stop } = await open(
    "click",
    `<div data-playhead-name="offer" style="float:left"><section id="inner"><i id="icon">Ada</i></section></div>
     <form id="order"><input name="id" value="Ada"><button aria-label="Ada" title="Ada">Ada</button></form>
     <a href="#x" name="help">Ada</a><p>Ada</p>${COMPONENT}`,
  );
  await page.evaluate(() =>
    document.querySelector("form")!.addEventListener("submit", (event) => event.preventDefault()),
  );
  for (const what of ["#icon", "input", "form button", "a", "p", "shop-card button", "shop-card b"])
    await page.click(what);
  await page.evaluate(() => document.querySelector("a")!.click());
  expect(await sent()).toEqual([
    { name: "offer", tag: "div" },
    { name: "id", tag: "input" },
    { name: "order", tag: "form" },
    { name: "help", tag: "a" },
    { name: "inside", tag: "div" },
    { name: "card", tag: "shop-card" },
  ]);
  expect(await stop()).toEqual([]);
  await page.click("#icon");
  expect(await sent()).toHaveLength(6);
});

test("click: an id of the whole page is no name of what was clicked", async () => {
  const { page, sent } = await open("click", `<button>Buy</button>`);
  await page.evaluate(() => {
    document.body.id = "top";
  });
  await page.click("button");
  expect(await sent()).toEqual([]);
});

/** Things that look as if they would react, and do not. */
const DEAD: [string, string, string][] = [
  ["a button", `<button id="it">Buy</button>`, "#it"],
  ["a link that leads nowhere", `<a id="it" href="javascript:void 0">More</a>`, "#it"],
  ["a link whose way is blocked", `<a id="it" href="/there" onclick="event.preventDefault()">More</a>`, "#it"],
  ["something with a role", `<span role="button" id="it">Buy</span>`, "#it"],
  ["something with a hand as its cursor", `<div id="it" style="cursor:pointer"><b>Buy</b></div>`, "b"],
  ["a button in a shadow root", COMPONENT.replace('data-playhead-name="inside"', 'id="it"'), "shop-card button"],
];

test.each(DEAD)("dead: %s is told once", async (_, body, what) => {
  const { page, sent, pass, stop } = await open("dead", body);
  const press = page.evaluate(
    () => new Promise<number>((resolve) => window.addEventListener("click", ({ x }) => resolve(Math.round(x)))),
  );
  await page.click(what);
  expect(await sent()).toEqual([]);
  await pass(OVER_MS);
  const [told, ...rest] = await sent();
  expect(told).toMatchObject({ name: "it", x: await press });
  expect(rest).toEqual([]);
  expect(await stop()).toEqual([]);
});

/** Clicks that something comes of, and clicks that nothing is expected to come of. */
const ALIVE: [string, string, string][] = [
  [
    "opens a dialog",
    `<dialog>Hello</dialog><button id="it" onclick="document.querySelector('dialog').showModal()">Open</button>`,
    "#it",
  ],
  ["opens a popover", `<div id="tip" popover>Hello</div><button id="it" popovertarget="tip">Open</button>`, "#it"],
  ["changes a class", `<button id="it" onclick="this.className = 'on'">On</button>`, "#it"],
  [
    "changes something a little later",
    `<button id="it" onclick="setTimeout(() => document.body.append('.'), 600)">On</button>`,
    "#it",
  ],
  ["opens when it is pressed", `<button id="it" onpointerdown="document.body.append('menu')">Menu</button>`, "#it"],
  ["navigates by pushState", `<button id="it" onclick="history.pushState(null, '', '/other')">Go</button>`, "#it"],
  ["goes to a fragment", `<a id="it" href="#part">Go</a>`, "#it"],
  [
    "scrolls",
    `<button id="it" onclick="window.scrollTo(0, 500)">Down</button><div style="height:3000px"></div>`,
    "#it",
  ],
  [
    "scrolls a box",
    `<button id="it" onclick="box.scrollTop = 50">Down</button><div id="box" style="height:50px;overflow:auto"><p style="height:500px"></div>`,
    "#it",
  ],
  ["puts the focus into a field", `<input id="field"><button id="it" onclick="field.focus()">Edit</button>`, "#it"],
  ["checks a box by its label", `<label id="it" style="cursor:pointer"><input type="checkbox">Yes</label>`, "#it"],
  [
    "turns the sound off",
    `<video id="film"></video><button id="it" onclick="film.muted = !film.muted">Mute</button>`,
    "#it",
  ],
  ["sends a form that is refused", `<form><input required><button id="it">Send</button></form>`, "#it"],
  ["downloads", `<a id="it" href="data:text/plain,x" download>Get</a>`, "#it"],
  [
    "changes its shadow root",
    COMPONENT.replace(
      "</script>",
      `root.querySelector("button").onclick = () => root.querySelector("p").append("x");</script>`,
    ),
    "shop-card button",
  ],
  ["is in a field", `<input id="it" style="cursor:pointer">`, "#it"],
  ["moves a slider", `<input id="it" type="range" style="cursor:pointer">`, "#it"],
  ["presses the arrows of a number", `<input id="it" type="number" max="0" value="0">`, "#it"],
  ["is on a picture the page draws", `<canvas id="it" style="cursor:pointer"></canvas>`, "#it"],
];

test.each(ALIVE)("neither dead nor rage: a click that %s", async (_, body, what) => {
  for (const name of ["dead", "rage"] as const) {
    const signal = await open(name, body);
    const { page, sent, pass, stop } = signal;
    for (let clicks = 0; clicks < (name === "dead" ? 1 : 4); clicks++)
      await page.click(what, { force: true, noWaitAfter: true });
    await drawn(signal);
    await pass(OVER_MS);
    expect({ name, sent: await sent() }).toEqual({ name, sent: [] });
    expect(await stop()).toEqual([]);
  }
});

test("dead: a text without any promise, a click by the keyboard and one by a script are not looked at", async () => {
  const { page, sent, pass } = await open("dead", `<p>Text</p><button id="it">Buy</button>`);
  await page.click("p");
  await page.focus("#it");
  await page.keyboard.press("Enter");
  await page.evaluate(() => document.getElementById("it")!.click());
  await pass(OVER_MS);
  expect(await sent()).toEqual([]);
});

test("dead: a link to a document that is slow to come is not told", async () => {
  const { page, sent } = await open("dead", `<a id="it" href="/slow">Next</a>`, "real");
  await page.route(`${ORIGIN}/slow`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, OVER_MS));
    await route.fulfill({ contentType: "text/html", body: "Next" });
  });
  await page.click("#it");
  await page.waitForURL("**/slow");
  expect(await sent()).toEqual([]);
});

test("nothing is watched while nobody clicks", async () => {
  const { page, pass } = await open("dead", `<button id="it">Buy</button>`);
  const watched = () => page.evaluate(() => (window as unknown as { harness: { open(): string[] } }).harness.open());
  const resting = await watched();
  await page.click("#it");
  expect(await watched()).toContain("MutationObserver 1");
  await pass(OVER_MS);
  expect(await watched()).toEqual(resting);
});

test("rage: a burst of clicks without an answer is told once, when it is over, with its place and name", async () => {
  const { page, sent, pass, stop } = await open(
    "rage",
    `<button id="it" style="width:200px;height:100px">Buy</button>`,
  );
  for (const dx of [0, 5, 10, 15, 10]) await page.mouse.click(50 + dx, 50);
  expect(await sent()).toEqual([]);
  await pass(OVER_MS);
  expect(await sent()).toEqual([{ clicks: 5, x: 50, y: 50, name: "it" }]);
  expect(await stop()).toEqual([]);
});

test("rage: a fake button whose text is selected by the clicks is still one", async () => {
  const { page, sent, pass } = await open("rage", `<div id="it" style="cursor:pointer">Buy this now</div>`);
  for (let clicks = 0; clicks < 3; clicks++) await page.click("#it");
  await pass(OVER_MS);
  expect(await sent()).toMatchObject([{ clicks: 3, name: "it" }]);
});

test.each<[string, (signal: SignalPage) => Promise<void>]>([
  ["a double click on text", ({ page }) => page.dblclick("p")],
  ["a triple click that selects a paragraph", ({ page }) => page.click("p", { clickCount: 3 })],
  ["two clicks on a dead button", ({ page }) => page.dblclick("#dead")],
  [
    "quick clicks in different places",
    async ({ page }) => {
      for (let clicks = 0; clicks < 6; clicks++) await page.mouse.click(300 + 60 * clicks, 400);
    },
  ],
  [
    "a carousel that turns at every press",
    async ({ page }) => {
      for (let clicks = 0; clicks < 6; clicks++) await page.click("#turn");
    },
  ],
])("no rage: %s", async (_, act) => {
  const signal = await open(
    "rage",
    `<p>Two words of text</p><button id="dead">Buy</button>
     <button id="turn" onclick="strip.style.transform = 'translateX(' + --turn.value + 'px)'">Next</button><div id="strip">1 2 3</div>`,
  );
  await act(signal);
  await signal.pass(OVER_MS);
  expect(await signal.sent()).toEqual([]);
});

test("no rage: clicks that take longer than a second together", async () => {
  const { page, sent } = await open("rage", `<button id="dead">Buy</button>`, "real");
  for (let clicks = 0; clicks < 3; clicks++) {
    await page.click("#dead");
    await page.waitForTimeout(600);
  }
  await page.waitForTimeout(OVER_MS);
  expect(await sent()).toEqual([]);
});
