import { expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { KEY } from "../recorder/site.ts";
import { useStage } from "../recorder/stage.ts";
import { useReplay } from "./replay.ts";

const stage = useStage();
const { fixture } = useReplay(stage);

const CANARY = "canary7x9";

/** Everything in one page: what a field holds may be read where the page allows it. */
const BODY = `<style>
    body { margin: 0; font: 16px sans-serif } input:user-invalid { color: rgb(1, 0, 0) } input:user-valid { color: rgb(0, 1, 0) }
    :indeterminate { width: 40px }
    #hidden-mail:valid { color: rgb(0, 2, 0) } #hidden-mail:invalid { color: rgb(2, 0, 0) } #hidden-count:placeholder-shown { color: rgb(9, 9, 9) } [popover], dialog { position: fixed; inset: 0 auto auto 0; margin: 0; width: 300px; height: 200px }
    state-box:state(busy) { color: rgb(2, 2, 2) } :not(:defined) { color: rgb(3, 3, 3) } #full:fullscreen { color: rgb(4, 4, 4) }
    a-chip[kind="round"] { color: rgb(6, 6, 6) } li[data-list=ordered] { color: rgb(7, 7, 7) } #styled { color: var(--myTint, blue) }
    #styled, #auto { anchor-name: none } #near { inset: auto; margin: 0; position-area: bottom; width: 50px; height: 20px }
  </style><style id="theme">body { background: rgb(5, 5, 5) }</style>
  <form id="form" onsubmit="return false">
    <input id="mail" type="email" required data-playhead="allow"><input id="note" value="preset" data-playhead="allow">
    <input id="hidden-mail" type="email"><input id="hidden-count" type="number" placeholder="How many">
    <input id="box" type="checkbox" data-playhead="allow"><input id="secretbox" type="checkbox">
    <select id="many" multiple data-playhead="allow"><option>a<option>b<option selected>c<option>d</select>
    <select id="secret" multiple><option><option><option><option><option>${CANARY}a<option>${CANARY}b</select>
    <select id="one" data-playhead="allow"><option>one<option>two</select>
    <select id="built" data-playhead="allow"></select>
    <input id="files" type="file" multiple><textarea id="area" data-playhead="allow">text</textarea>
  </form>
  <div id="auto" popover>auto <button popovertarget="nested">more</button></div><div id="nested" popover>nested</div>
  <div id="toast" popover="manual">toast</div><dialog id="modal">modal</dialog><dialog id="plain">plain</dialog>
  <details id="details"><summary>more</summary>inside</details><div contenteditable id="edited">edited</div>
  <div id="full">full</div><state-box>box</state-box><late-box>late</late-box>
  <div id="a" class="roll" style="height:40px;overflow:auto"><p style="height:400px">a</p></div>
  <div id="b" class="roll" style="height:40px;overflow:auto"><p style="height:400px">b</p></div>
  <a-chip kind="round">chip</a-chip><a-chip kind="${CANARY}">chip</a-chip><ol><li id="item" data-list="bullet">item</li></ol>
  <div id="styled" style="border: 3px solid; margin: 0">styled</div><math id="math"><mfrac><mi>x</mi><mn>2</mn></mfrac></math>
  <svg width="200" height="60"><path id="curve" d="M0 30h200" fill="none"></path><text><textPath href="#curve">along</textPath></text>
    <symbol id="small"><path d="M0 0h10v10z"></path></symbol><symbol id="large"><path d="M0 0h20v20z"></path></symbol><use id="icon" href="#small" /></svg>
  <button id="opener" popovertarget="near" style="margin-left: 100px">near</button><div id="near" popover>near</div>
  <iframe id="outer" srcdoc="<p>outer</p><iframe srcdoc='<p>inner</p><input value=x>'></iframe>"></iframe>
  <iframe id="hidden" data-playhead="block" srcdoc="<p>${CANARY}</p><input value=${CANARY}>"></iframe>
  <script>
    customElements.define("state-box", class extends HTMLElement { internals = this.attachInternals() });
    document.querySelector("state-box").internals.states.add("busy");
  </script>`;

function look(inside: Document): unknown {
  const at = (id: string) => inside.getElementById(id) as HTMLInputElement & HTMLSelectElement;
  const view = inside.defaultView!;
  const colour = (selector: string) => view.getComputedStyle(inside.querySelector(selector)!).color;
  const full = at("full").getBoundingClientRect();
  return {
    valid: [colour("#mail"), colour("#note"), colour("#hidden-mail"), colour("#hidden-count")],
    mixed: [at("box").indeterminate, at("secretbox").indeterminate, at("box").matches(":indeterminate")],
    values: [at("mail").value, at("note").value, at("one").value, at("area").value, at("built").value],
    checked: at("box").checked,
    many: [...at("many").options].map((option) => option.selected),
    files: at("files").files!.length,
    open: ["auto", "nested", "toast", "modal", "plain"].filter((id) => at(id).matches(":popover-open, [open]")),
    modal: at("modal").matches(":modal"),
    onTop: inside.elementFromPoint(100, 150)?.id,
    details: (at("details") as unknown as HTMLDetailsElement).open,
    full: [colour("#full"), Math.abs(full.width - view.innerWidth) < 2 && Math.abs(full.height - view.innerHeight) < 2],
    states: [colour("state-box"), colour("late-box")],
    theme: view.getComputedStyle(inside.body).backgroundColor,
    words: [...inside.querySelectorAll("a-chip, #item")].map((each) => view.getComputedStyle(each).color),
    styled: [colour("#styled"), view.getComputedStyle(at("styled")).borderTopWidth],
    foreign: ["#math mi", "textPath, #curve ~ text > *"].map((each) =>
      Math.round(inside.querySelector(each)!.getBoundingClientRect().width),
    ),
    icon: at("icon").getBoundingClientRect().width,
    near: Math.round(at("near").getBoundingClientRect().x),
    scrolled: [at("a").scrollTop, at("b").scrollTop],
    frames: [...inside.querySelectorAll<HTMLIFrameElement>("#outer")].map(({ contentDocument }) => [
      contentDocument!.querySelector("p")!.textContent,
      contentDocument!.querySelector("iframe")!.contentDocument!.querySelector("p")!.textContent,
    ]),
  };
}

test("what is no markup is as it was: fields, top layer, full screen, states, sheets, scrolling in step, frames", async () => {
  const tag = `<script src="${stage.ingest.origin}/playhead.js" data-key="${KEY}"></script>`;
  stage.site.set("/", { tag, body: BODY });
  const { page, look: see, compare } = await fixture("/", look);
  page.setDefaultTimeout(5_000);
  const run = (script: string) => page.evaluate(script);
  expect(await see("at first")).toMatchObject({ states: ["rgb(2, 2, 2)", "rgb(3, 3, 3)"] });

  await run(
    `styled.style.setProperty("--myTint", "rgb(8, 8, 8)"); styled.style.border = ""; item.dataset.list = "ordered";
    icon.setAttribute("href", "#large")`,
  );
  await page.click("#opener");
  expect(await see("styled")).toMatchObject({
    words: ["rgb(6, 6, 6)", "rgb(3, 3, 3)", "rgb(7, 7, 7)"],
    styled: ["rgb(8, 8, 8)", "0px"],
    icon: 20,
  });
  await run(
    `math.querySelector("mfrac").insertAdjacentHTML("beforebegin", "<msup><mi>yyy</mi><mn>2</mn></msup>"); near.hidePopover()`,
  );
  await see("more of a formula");
  await run(`built.append(...["x", "y", "z"].map((word) => new Option(word))); built.options[1].selected = true`);
  await page.fill("#mail", "no address");
  await page.fill("#note", "written");
  await page.fill("#hidden-mail", `${CANARY}@example.com`);
  await page.fill("#hidden-count", "7913");
  await page.fill("#area", "written");
  await page.selectOption("#many", ["a", "c"]);
  await page.selectOption("#one", "two");
  await page.selectOption("#secret", `${CANARY}b`);
  await page.setInputFiles("#files", [
    { name: `${CANARY}.pdf`, mimeType: "application/pdf", buffer: Buffer.from("1") },
    { name: "b.pdf", mimeType: "application/pdf", buffer: Buffer.from("2") },
  ]);
  await run(`box.indeterminate = secretbox.indeterminate = true; many.options[3].selected = true; many.focus()`);
  expect(await page.evaluate("secretbox.indeterminate")).toBe(true);
  await run("secretbox.indeterminate = false");
  expect(await see("filled in")).toMatchObject({
    valid: ["rgb(1, 0, 0)", "rgb(0, 1, 0)", "rgb(0, 2, 0)", "rgb(0, 1, 0)"],
    values: ["no address", "written", "two", "written", "y"],
    many: [true, false, true, true],
    files: 2,
  });
  await page.click("#box");
  await run("form.reset(); setTimeout(() => files.value = '')");
  expect(await see("reset")).toMatchObject({
    values: ["", "preset", "one", "text", "x"],
    many: [false, false, true, false],
  });

  await run(`plain.show(); auto.showPopover(); details.open = true; edited.append(" more")`);
  await see("a popover and a dialog");
  await page.click("#auto button");
  await run("toast.showPopover()");
  expect(await see("three popovers")).toMatchObject({ open: ["auto", "nested", "toast", "plain"], onTop: "toast" });
  await run(`modal.showModal(); toast.hidePopover(); toast.showPopover()`);
  expect(await see("a modal dialog below a popover")).toMatchObject({ modal: true, open: ["toast", "modal", "plain"] });
  await run(`toast.hidePopover()`);
  expect(await see("the dialog")).toMatchObject({ onTop: "modal" });
  await run("modal.close(); plain.close(); auto.hidePopover()");
  await see("closed");

  await run(`full.onclick = () => full.requestFullscreen()`);
  await page.click("#full");
  await page.waitForFunction(() => document.fullscreenElement);
  expect(await see("full screen")).toMatchObject({ full: ["rgb(4, 4, 4)", true] });
  await run("document.exitFullscreen()");
  await page.waitForFunction(() => !document.fullscreenElement);
  await run(`document.querySelector("state-box").internals.states.delete("busy"); theme.sheet.disabled = true;
    customElements.define("late-box", class extends HTMLElement {})`);
  await run("a.scrollTop = 100; b.scrollTop = 150");
  await run(`outer.contentDocument.querySelector("iframe").contentDocument.querySelector("p").textContent = "changed";
    hidden.contentDocument.querySelector("p").append("${CANARY}"); hidden.contentDocument.querySelector("input").value = "${CANARY}2"`);
  expect(await see("at the end")).toMatchObject({ scrolled: [100, 150], states: ["rgb(0, 0, 0)", "rgb(0, 0, 0)"] });
  await compare();

  const sent = JSON.stringify(stage.ingest.stored.map(({ batch }) => batch.events));
  expect(sent).not.toContain(".pdf");
  // The words of a list can be read; which of them was chosen, and what is in a blocked frame, cannot.
  expect(sent.replaceAll(`${CANARY}a`, "").replaceAll(`${CANARY}b`, "")).not.toContain(CANARY);
  expect(sent).not.toMatch(/"rr_selected":"5"/);
});

/** Where the fingers are, when there are several; the page says where they have to be. */
function fingers(inside: Document): unknown {
  const view = inside.defaultView as Window & { touched?: number };
  const shown = view.frameElement?.ownerDocument.querySelectorAll<HTMLElement>(".replayer-finger");
  return shown ? [...shown].map(({ style }) => style.translate) : view.touched;
}

interface Position {
  x: number;
  y: number;
  finger?: number;
}

function positionsOf({ data }: RecordedEvent): Position[] {
  return (data as { positions?: Position[] } | undefined)?.positions ?? [];
}

test("all fingers are there", async () => {
  stage.site.set("/touch", { body: `<div style="height: 600px; touch-action: none">pinch</div>` });
  const { page, look: see, compare } = await fixture("/touch", fingers);
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: [x: number, y: number][]) =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  await touch("touchStart", [100, 100]);
  await touch("touchStart", [100, 100], [300, 100]);
  for (let step = 1; step <= 4; step++) {
    await touch("touchMove", [100, 100 + 10 * step], [300, 100 + 20 * step]);
    await page.waitForTimeout(60);
  }
  await page.evaluate(`window.touched = ["100px 140px", "300px 180px"]`);
  expect(await see("two fingers")).toEqual(["100px 140px", "300px 180px"]);
  await touch("touchEnd");
  await page.evaluate("window.touched = []");
  await see("none");
  // Paths are told twice a second.
  const isLast = ({ x, y, finger }: Position) => finger === 1 && x === 300 && y === 180;
  await stage.ingest.until(
    () => stage.ingest.stored.some(({ batch }) => batch.events.some((event) => positionsOf(event).some(isLast))),
    "where the second finger was last",
  );
  await compare();
});
