import { expect, test } from "vitest";
import { useReplays } from "./replays.ts";

const { record, play } = useReplays();

const BODY = `<div id="pad" style="width:300px;height:200px;background:#eee;touch-action:none"></div>
  <div id="from" draggable="true" style="width:60px;height:40px;background:#06c"></div><div id="to" style="width:200px;height:60px">drop</div>
  <script>
    to.addEventListener("dragover", (event) => event.preventDefault());
    to.addEventListener("drop", (event) => { event.preventDefault(); to.append(from); });
  </script>`;

test("the pointer's trail, dragging and the address are shown as they were", async () => {
  const moments: Record<string, number> = {};
  const events = await record(
    { body: BODY },
    async (page, mark) => {
      const note = async (name: string) => (moments[name] = (await mark(() => null)).moment);
      for (let step = 0; step <= 10; step++) {
        await page.mouse.move(20 + step * 20, 30 + step * 5);
        await page.waitForTimeout(55);
      }
      moments["moved"] = (await mark(() => null)).moment - 150;
      await note("rest");
      await page.evaluate(() => history.pushState({}, "", "/replayed/next"));
      await note("next");
      await page.hover("#from");
      await page.mouse.down();
      await page.mouse.move(100, 260, { steps: 5 });
      await page.waitForTimeout(100);
      await page.hover("#to");
      await page.waitForTimeout(100);
      await note("dragging");
      await page.mouse.up();
      await note("dropped");
    },
    { viewport: { width: 800, height: 600 } },
  );
  const replay = await play(events);
  const shown = () =>
    replay.player.evaluate(() => ({
      trail: (document.querySelector(".replayer-mouse-tail polyline")?.getAttribute("points") ?? "").split(" ").length,
      address: new URL(document.querySelector("[data-address]")!.textContent!).pathname,
      pointer: document.querySelector<HTMLElement>(".replayer-mouse")!.style.left,
    }));
  const at = async (name: string) => {
    await replay.at(moments[name]!);
    const dropped = await replay.see((view) => view.document.querySelector("#to #from") !== null);
    return { ...(await shown()), dropped };
  };
  const moved = await at("moved");
  expect(moved.trail).toBeGreaterThan(4);
  expect(moved).toMatchObject({ pointer: "220px", dropped: false, address: "/replayed" });
  expect(await at("next")).toMatchObject({ address: "/replayed/next" });
  const dragging = await at("dragging");
  expect(dragging.dropped).toBe(false);
  expect(Number.parseFloat(dragging.pointer)).toBeGreaterThan(50);
  expect(await at("dropped")).toMatchObject({ dropped: true });
  expect(await at("rest")).toMatchObject({ address: "/replayed" });
});
