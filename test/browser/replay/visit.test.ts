import { expect, test } from "vitest";
import { useReplays } from "./replays.ts";

const { record, play } = useReplays();

const BODY = `<div id="pad" style="width:300px;height:200px;background:#eee;touch-action:none"></div>
  <div id="from" draggable="true" style="width:60px;height:40px;background:#06c"></div><div id="to" style="width:200px;height:60px">drop</div>
  <script>
    to.addEventListener("dragover", (event) => event.preventDefault());
    to.addEventListener("drop", (event) => { event.preventDefault(); to.append(from); });
  </script>`;

test("the pointer's trail, several fingers, dragging and the address are shown as they were", async () => {
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
      const session = await page.context().newCDPSession(page);
      const touch = (type: string, points: { x: number; y: number; id: number }[]) =>
        session.send("Input.dispatchTouchEvent", { type: type as "touchStart", touchPoints: points });
      await touch("touchStart", [{ x: 60, y: 60, id: 1 }]);
      await touch("touchStart", [
        { x: 60, y: 60, id: 1 },
        { x: 200, y: 120, id: 2 },
      ]);
      await note("two fingers");
      await touch("touchEnd", []);
      await note("no finger");
    },
    { hasTouch: true, viewport: { width: 800, height: 600 } },
  );
  const replay = await play(events);
  const shown = () =>
    replay.player.evaluate(() => ({
      trail: (document.querySelector(".replayer-mouse-tail polyline")?.getAttribute("points") ?? "").split(" ").length,
      fingers: [...document.querySelectorAll(".replayer-mouse-tail circle")].map((each) =>
        ["cx", "cy"].map((name) => Math.round(Number(each.getAttribute(name)))),
      ),
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
  expect(moved).toMatchObject({ fingers: [], pointer: "220px", dropped: false, address: "/replayed" });
  expect(await at("two fingers")).toMatchObject({
    dropped: true,
    fingers: [
      [60, 60],
      [200, 120],
    ],
  });
  expect(await at("next")).toMatchObject({ address: "/replayed/next", fingers: [] });
  const dragging = await at("dragging");
  expect(dragging.dropped).toBe(false);
  expect(Number.parseFloat(dragging.pointer)).toBeGreaterThan(50);
  expect(await at("dropped")).toMatchObject({ dropped: true, fingers: [] });
  expect(await at("no finger")).toMatchObject({ fingers: [] });
  expect(await at("rest")).toMatchObject({ address: "/replayed" });
});
