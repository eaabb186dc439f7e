import { expect, test } from "vitest";
import { EventType } from "../../../src/protocol/events.ts";
import { accepted, yes } from "./ingest.ts";
import { useStage } from "./stage.ts";

const stage = useStage();

/** A list whose texts do not compress: about `kib` KiB of snapshot on the wire. */
function noisyList(kib: number): string {
  let seed = 7;
  const letters = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed.toString(36);
  };
  return `<button id="buy">Buy</button><ul>${Array.from({ length: kib * 8 }, () => `<li>${Array.from({ length: 32 }, letters).join("")}</li>`).join("")}</ul>`;
}

test("a snapshot that no tail can carry does not keep the rest from arriving when the page goes", async () => {
  const { ingest, site } = stage;
  site.set("/", { body: noisyList(120) });
  ingest.onStart = () => yes({ interval: 600_000 });
  ingest.onBatch = ({ seq }) => ({ ...accepted, delay: seq === 0 ? 2_000 : 0 });
  const page = await stage.open();
  await ingest.until(() => ingest.uploads.length === 1, "the snapshot");
  expect(ingest.uploads[0]!.body.length).toBeGreaterThan(61_440);
  await page.evaluate(() => window.playhead.track("before leaving"));
  await page.close();
  await ingest.until(() => ingest.payloads("playhead.track").length === 1, "the event");
  expect(ingest.payloads("playhead.track")).toEqual([{ name: "before leaving" }]);
});

test("a page whose snapshot the wire cannot take is given up, and the recording says why", async () => {
  const { ingest, site } = stage;
  site.set("/", { body: noisyList(1_500) });
  const page = await stage.open();
  await page.waitForFunction(() =>
    window.playhead.flush().then(
      () => false,
      () => true,
    ),
  );
  await ingest.until(() => ingest.payloads("playhead.gap").length === 1, "the gap");
  expect(ingest.payloads("playhead.page")).toHaveLength(1);
  expect(stage.errors).toEqual([]);
  const events = ingest.stored.flatMap(({ batch }) => batch.events);
  expect(events.some(({ type }) => type === EventType.FullSnapshot)).toBe(false);
  expect(ingest.payloads("playhead.gap")).toMatchObject([{ reason: "too_large", events: 1 }]);
  expect(await page.evaluate(() => window.playhead.sessionId())).toBeNull();
});

test("thousands of events in one burst arrive, each once", async () => {
  const { ingest } = stage;
  const page = await stage.record();
  await page.evaluate(async () => {
    for (let n = 0; n < 12_000; n++) window.playhead.track(`event ${n}`);
    await window.playhead.flush();
  });
  expect(ingest.payloads("playhead.track").map(({ name }) => name)).toEqual(
    Array.from({ length: 12_000 }, (_, n) => `event ${n}`),
  );
  expect(Math.max(...ingest.stored.map(({ batch }) => batch.events.length))).toBeLessThanOrEqual(5_000);
});
