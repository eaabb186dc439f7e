import { expect, test } from "vitest";
import { useStage } from "../recorder/stage.ts";
import { useReplay } from "./replay.ts";

const stage = useStage();
const { fixture } = useReplay(stage);

const CANARY = "canary7x9";
const BODY = `<style>
    [data-line]::before { content: attr(data-line) } .tip::after { content: "→" attr( data-tip string ) }
    .grow::after { content: attr(data-typed) " "; visibility: hidden }
  </style>
  <table><tr><td data-line="12">code</td><td data-line="13" data-user="${CANARY}">code</td></tr></table>
  <p class="tip" data-tip="A tip">tip</p><p class="tip" data-playhead="mask" data-tip="${CANARY}">hidden</p>
  <label class="grow"><textarea oninput="this.parentNode.dataset.typed = this.value"></textarea></label>`;

function look(inside: Document): unknown {
  return [...inside.querySelectorAll<HTMLElement>("td, .tip")].map(({ dataset }) => [
    dataset["line"],
    dataset["tip"]?.replace("canary7x9", ""),
  ]);
}

test("values that sheets show are shown, as they change; others, hidden ones and what is typed are not recorded", async () => {
  stage.site.set("/", { body: BODY });
  const { page, look: see, compare } = await fixture("/", look);
  expect(await see("at first")).toEqual([
    ["12", undefined],
    ["13", undefined],
    [undefined, "A tip"],
    [undefined, ""],
  ]);
  await page.fill("textarea", CANARY);
  await page.evaluate(
    `document.querySelector("td").dataset.line = "14"; document.querySelector(".tip").dataset.tip = "Another"`,
  );
  await page.evaluate(`document.querySelector("tr").insertAdjacentHTML("beforeend", '<td data-line="15">late</td>')`);
  await page.evaluate(`delete document.querySelectorAll("td")[1].dataset.line`);
  expect(await see("changed")).toEqual([
    ["14", undefined],
    [undefined, undefined],
    ["15", undefined],
    [undefined, "Another"],
    [undefined, ""],
  ]);
  await compare();
  expect(JSON.stringify(stage.ingest.stored.map(({ batch }) => batch.events))).not.toContain(CANARY);
});

/** What scripts have marked, as names and texts. */
function marks(inside: Document): unknown {
  const view = inside.defaultView as Window & typeof globalThis;
  return [...view.CSS.highlights].map(([name, ranges]) => [name, ranges.priority, [...ranges].map(String)]);
}

test("what scripts have marked is marked, as it changes and after a keyframe; nothing of it is told of hidden text", async () => {
  stage.site.set("/", {
    head: "<style>::highlight(found) { background: yellow }</style>",
    body: `<p id="text">one two three</p><p id="hidden" data-playhead="mask">one two secret</p><script>
      const at = (node, from, to) => {
        const range = new Range();
        range.setStart(node.firstChild, from);
        range.setEnd(node.firstChild, to);
        return range;
      };
      const found = new Highlight(at(text, 4, 7));
      CSS.highlights.set("found", found);
    </script>`,
  });
  const { page, look: see, compare } = await fixture("/", marks);
  expect(await see("before recording began")).toEqual([["found", 0, ["two"]]]);
  await page.evaluate(`found.add(at(text, 8, 13)); found.priority = 2`);
  expect(await see("one more")).toEqual([["found", 2, ["two", "three"]]]);
  await page.evaluate(`CSS.highlights.set("second", new Highlight(at(text, 0, 3))); found.clear()`);
  await see("another");
  await page.evaluate(`CSS.highlights.clear()`);
  expect(await see("none")).toEqual([]);
  await page.evaluate(`CSS.highlights.set("found", new Highlight(at(hidden, 8, 14)))`);
  const last = async () => {
    await page.evaluate("window.playhead.flush()");
    const told = stage.ingest.stored
      .flatMap(({ batch }) => batch.events)
      .findLast(({ data }) => (data as { tag?: string }).tag === "playhead.highlight");
    return (told?.data as { payload?: unknown } | undefined)?.payload;
  };
  await expect.poll(last).toEqual({ marks: [{ name: "found", priority: 0, ranges: [] }] });
  await compare();
});
