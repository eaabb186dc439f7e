import { expect, test } from "vitest";
import { useReplays } from "./replays.ts";

const { record, play } = useReplays();

const CSS = `body { margin: 0; height: 3000px; } html { scroll-behavior: smooth; }
  :focus { color: rgb(1, 0, 0); } :not(x-host):focus-visible { outline: 3px solid rgb(2, 0, 0); } form:focus-within { color: rgb(3, 0, 0); }
  .box { width: 120px; height: 60px; overflow: auto; } .box div { width: 900px; height: 900px; } .box .box { width: 100px; height: 200px; }`;

const BODY = `<form><button id="one" type="button">one</button><button id="two" type="button">two</button>
  <x-host id="quiet" tabindex="0"><template shadowrootmode="open"><style>:host(:focus) { outline: none }</style>quiet</template></x-host>
  <x-host id="loud" tabindex="0"><template shadowrootmode="open">loud</template></x-host><input id="name"></form>
  <p id="words">Some words to select</p><p id="edit">More words</p>
  <iframe id="frame" srcdoc="<style>:focus{color:rgb(1,0,0)}</style><input id=inner><p id=said>Words in a frame</p><iframe id=deep srcdoc='<button id=last>last</button>'></iframe>"></iframe>
  <div class="box" id="outer"><div><div class="box" id="nested"><div>n</div></div></div></div>
  <div class="box" id="rtl" dir="rtl"><div>r</div></div>`;

function state(view: Window) {
  const { document } = view;
  const get = (id: string) => document.getElementById(id)!;
  const inner = (get("frame") as HTMLIFrameElement).contentDocument!;
  const deep = inner.querySelector("iframe")!.contentDocument!;
  const look = (element: Element) => {
    const style = element.ownerDocument.defaultView!.getComputedStyle(element);
    return `${style.color} ${style.outlineStyle}`;
  };
  const name = get("name") as HTMLInputElement;
  const scrolled = ["outer", "nested", "rtl"].map((id) => [get(id).scrollLeft, get(id).scrollTop]);
  return {
    looks: [
      get("one"),
      get("two"),
      get("quiet"),
      get("loud"),
      name,
      inner.querySelector("input")!,
      deep.querySelector("button")!,
    ].map(look),
    form: view.getComputedStyle(document.querySelector("form")!).color,
    // What was typed is not in the replay.
    selected: [document, inner].map((each) => String(each.getSelection()).replace(/^(?:Ada Lovelace|•+)$/, "a field")),
    all:
      document.activeElement === name &&
      name.selectionStart === 0 &&
      name.selectionEnd === name.value.length &&
      name.value.length > 0,
    page: Math.round(view.scrollY),
    scrolled: scrolled.map((pair) => pair.map(Math.round)),
  };
}

test("focus, rings, selections and scroll positions are as they were, right after each seek", async () => {
  const moments: number[] = [];
  const seen: ReturnType<typeof state>[] = [];
  const events = await record({ head: `<style>${CSS}</style>`, body: BODY }, async (page, mark) => {
    const note = async () => {
      const { moment, seen: there } = await mark(state);
      moments.push(moment);
      seen.push(there);
    };
    await page.click("#one");
    await note();
    for (let tab = 0; tab < 3; tab++) {
      await page.keyboard.press("Tab");
      await note();
    }
    await page.fill("#name", "Ada Lovelace");
    await page.focus("#name");
    await page.keyboard.press("Control+A");
    await note();
    await page.evaluate(() => getSelection()!.selectAllChildren(document.getElementById("words")!));
    await note();
    const frame = page.frameLocator("#frame");
    await frame.locator("#inner").click();
    await note();
    await frame.locator("#said").evaluate((said) => said.ownerDocument.getSelection()!.selectAllChildren(said));
    await note();
    await frame.frameLocator("#deep").locator("#last").focus();
    await note();
    await page.click("#edit", { clickCount: 3 });
    await note();
    await page.evaluate(() => {
      const to = (id: string, left: number, top: number) => document.getElementById(id)!.scrollTo({ left, top });
      to("outer", 300, 200);
      to("nested", 120, 90);
      to("rtl", -250, 80);
      window.scrollTo({ top: 700, behavior: "instant" });
    });
    await note();
    await page.evaluate(() => window.scrollTo({ top: 0, behavior: "instant" }));
    await note();
  });
  expect(seen[4]!.all).toBe(true);
  // How long what was typed is, is nowhere to be seen.
  const told = events.filter(({ type, data }) => type === 3 && (data as { source: number }).source === 14);
  expect(JSON.stringify(told)).not.toContain(`"endOffset":${"Ada Lovelace".length}`);
  const replay = await play(events);
  for (const at of [8, 1, 0, 5, 2, 9, 4, 3, 7, 6]) {
    await replay.at(moments[at]!);
    expect({ at, seen: await replay.see(state) }).toEqual({ at, seen: seen[at] });
  }
});
