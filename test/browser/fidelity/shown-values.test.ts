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
