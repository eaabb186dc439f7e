import { expect, test } from "vitest";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";
import type { RecorderPrivacy } from "../../../src/protocol/privacy/privacy.schema.ts";
import { yes } from "./ingest.ts";
import { useStage } from "./stage.ts";

const stage = useStage();

const RULES = Array.from({ length: 60 }, (_, i) => `.c${i} { margin: ${i}px }`).join(" ");
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Records a page with a sheet, a picture, a masked one and a background; answers what was named and what was sent. */
async function named(mode: RecorderPrivacy["mode"]): Promise<{ files: string[]; text: string }> {
  const { ingest, site, context } = stage;
  await context.route("**/*.css?*", (route) =>
    route.fulfill({
      contentType: "text/css",
      body: `p::before { content: "Word" } ${RULES} div { background: url(bg.png) }`,
    }),
  );
  await context.route("**/*.png*", (route) => route.fulfill({ contentType: "image/png", body: PNG }));
  site.set("/", {
    head: `<link rel="stylesheet" href="own.css?token=hunter2">`,
    body: `<p>Text</p><div>box</div><img src="shown.png?v=1"><section data-playhead="mask"><img src="masked.png"></section>`,
  });
  ingest.onStart = () => {
    const reply = yes();
    return { ...reply, body: { ...reply.body, privacy: { ...newRecorderPrivacy(), mode } } };
  };
  const page = await stage.record("/");
  const has = (name: string) => ingest.files.some(({ url }) => url?.includes(name));
  // Of a recording without content nothing can be waited for: what there is to name would be named when the page goes.
  if (mode !== "content_free") await ingest.until(() => has("bg.png"), "files are named");
  await page.evaluate(() => window.playhead.flush());
  await page.goto("about:blank");
  await page.close();
  return {
    files: ingest.files.map(({ url = "" }) => new URL(url).pathname).toSorted(),
    text: ingest.stored.map(({ batch }) => JSON.stringify(batch)).join(),
  };
}

test("with texts readable, sheets and pictures are named, a masked picture is not, and no query is in the recording", async () => {
  const { files, text } = await named("inputs");
  expect(files).toEqual(expect.arrayContaining(["/bg.png", "/own.css", "/shown.png"]));
  expect(files).not.toContain("/masked.png");
  expect(stage.ingest.files.find(({ kind }) => kind === "style")?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(text).toMatch(/own\.css#ph=[0-9a-f]{16}"/);
  expect(text).not.toMatch(/hunter2|margin/);
  expect(stage.errors).toEqual([]);
});

test("with texts hidden, a sheet is in the recording without its words, and only what it loads is named", async () => {
  const { files, text } = await named("explicit");
  expect(files).toEqual(["/bg.png"]);
  expect(text).toMatch(/margin/);
  expect(text).not.toMatch(/hunter2|Word|shown\.png/);
});

test("without content nothing is named or sent", async () => {
  const { text } = await named("content_free");
  expect(stage.ingest.requests.filter((request) => request.includes("/assets"))).toEqual([]);
  expect(text).toMatch(/margin/);
  expect(text).not.toMatch(/#ph=|bg\.png|Word/);
});
