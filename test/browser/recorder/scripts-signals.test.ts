import { describe, expect, test } from "vitest";
import type { CustomPayloads } from "../../../src/protocol/events.ts";
import { ORIGIN, useSignals } from "./signal-page.ts";

const open = useSignals();

type Line = CustomPayloads["playhead.console"];
type Request = CustomPayloads["playhead.request"];

describe("the console", () => {
  test("is told by level, with texts and errors, and of objects only that they were there", async () => {
    const { page, sent, stop } = await open("log", "", "real");
    await page.evaluate(() => {
      console.log("Cart of %s", { name: "Ada" }, 7);
      console.debug("quiet");
      console.warn("late");
      console.error("Failed", new TypeError("x is not a function"));
    });
    const lines = (await sent()) as Line[];
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ["log", "Cart of %s … …"],
      ["debug", "quiet"],
      ["warn", "late"],
      ["error", "Failed TypeError: x is not a function"],
    ]);
    expect(lines[3]!.stack).toMatch(/TypeError/);
    await stop();
    await page.evaluate(() => console.log("after"));
    expect(await sent()).toHaveLength(4);
  });

  test("counts a line that is repeated, and tells the count when another comes", async () => {
    const { page, sent, pass } = await open("log", "");
    await page.evaluate(() => {
      for (let times = 0; times < 5; times++) console.warn("again");
      console.warn("other");
      for (let times = 0; times < 3; times++) console.warn("other");
    });
    await pass(1_000);
    expect(((await sent()) as Line[]).map(({ message, repeats }) => [message, repeats])).toEqual([
      ["again", undefined],
      ["again", 4],
      ["other", undefined],
      ["other", 3],
    ]);
  });

  test("of a loop only so much is told, and how much was not", async () => {
    const { page, sent, pass } = await open("log", "");
    await page.evaluate(() => {
      for (let line = 0; line < 1_000; line++) console.log(`line ${line % 2 ? "a" : "b"}`);
    });
    await pass(10_000);
    const events = (await sent()) as (Line & CustomPayloads["playhead.gap"])[];
    const told = events.filter(({ level }) => level);
    const lost = events.filter(({ reason }) => reason === "rate_limited");
    expect(told).toHaveLength(200);
    expect(lost.reduce((sum, { events: count }) => sum + count, 0)).toBe(800);
  });

  test("is to the page what it was: names, texts, receivers, results and exceptions", async () => {
    const { page, stop } = await open("log", "", "real");
    const look = () =>
      page.evaluate(() => {
        const { log } = console;
        const hostile = {
          toString: () => {
            throw new Error("looked at");
          },
          get message() {
            throw new Error("read");
          },
        };
        const lines: unknown[] = [];
        console.log(hostile);
        return [
          log.name,
          log.length,
          /native code/.test(String(log)),
          console.log("x"),
          Object.keys(console).includes("log"),
          lines,
        ];
      });
    const during = await look();
    await stop();
    expect(during).toEqual(await look());
    expect(await page.evaluate(() => String(console.log))).toBe("function log() { [native code] }");
  });
});

describe("requests", () => {
  test("of scripts are told with method, status, time, headers and bodies, once each", async () => {
    const { page, sent, stop } = await open("network", "", "real");
    await page.route(`${ORIGIN}/api/**`, (route) =>
      route.fulfill({
        status: 201,
        contentType: "application/json",
        body: '{"id":7}',
        headers: { "x-request-id": "r1" },
      }),
    );
    const answers = await page.evaluate(async () => {
      const response = await fetch("/api/orders?user=ada", {
        method: "post",
        body: '{"name":"Ada"}',
        headers: { "x-user": "Ada" },
      });
      const byXhr = await new Promise<string>((resolve) => {
        const request = new XMLHttpRequest();
        request.open("GET", "/api/stock");
        request.addEventListener("load", () => resolve(request.responseText));
        request.send();
      });
      return [response.status, await response.text(), byXhr];
    });
    expect(answers).toEqual([201, '{"id":7}', '{"id":7}']);
    await expect
      .poll(async () => ((await sent()) as Request[]).filter(({ url }) => url.includes("/api/")).length)
      .toBe(2);
    const told = ((await sent()) as Request[]).filter(({ url }) => url.includes("/api/"));
    expect(told.find(({ kind }) => kind === "fetch")).toMatchObject({
      method: "POST",
      url: `${ORIGIN}/api/orders?user=ada`,
      status: 201,
      requestHeaders: { "x-user": "Ada" },
      responseHeaders: { "x-request-id": "r1" },
      requestBody: '{"name":"Ada"}',
      responseBody: '{"id":7}',
    });
    expect(told.find(({ kind }) => kind === "xmlhttprequest")).toMatchObject({
      method: "GET",
      status: 201,
      responseBody: '{"id":7}',
    });
    for (const { ms } of told) expect(ms).toBeGreaterThanOrEqual(0);
    expect(await stop()).toEqual([]);
    const left = await page.evaluate(() => [
      String(fetch),
      String(XMLHttpRequest.prototype.open),
      String(XMLHttpRequest.prototype.send),
    ]);
    expect(left).toEqual(["fetch", "open", "send"].map((name) => `function ${name}() { [native code] }`));
  });

  test("that fail are told as failed, and fail for the page as they did", async () => {
    const { page, sent } = await open("network", "", "real");
    await page.route(`${ORIGIN}/gone`, (route) => route.abort());
    const outcome = await page.evaluate(async () => {
      const unhandled = new Promise<string>((resolve) =>
        window.addEventListener("unhandledrejection", ({ reason }) => resolve(String(reason)), { once: true }),
      );
      void fetch("/gone");
      const caught = await fetch("/gone").catch((error: Error) => `${error.name}: ${error.message}`);
      const wrong = await Promise.resolve()
        .then(() => (fetch as () => Promise<unknown>)())
        .catch((error: Error) => error.name);
      return [await unhandled, caught, wrong];
    });
    expect(outcome).toEqual(["TypeError: Failed to fetch", "TypeError: Failed to fetch", "TypeError"]);
    const failed = async () => ((await sent()) as Request[]).filter((request) => request.failed);
    await expect.poll(async () => (await failed()).length).toBe(2);
    expect((await failed())[0]).toMatchObject({ method: "GET", url: `${ORIGIN}/gone`, status: null });
  });

  test("an answer that is read as it comes is not held up, and its body not kept", async () => {
    const { page, sent } = await open("network", "", "real");
    const body = JSON.stringify({ text: "x".repeat(100_000) });
    await page.route(`${ORIGIN}/long`, (route) => route.fulfill({ contentType: "application/json", body }));
    const length = await page.evaluate(async () => {
      const reader = (await fetch("/long")).body!.getReader();
      let bytes = 0;
      for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
      return bytes;
    });
    expect(length).toBe(body.length);
    const told = async () => ((await sent()) as Request[]).find(({ url }) => url.endsWith("/long"));
    await expect.poll(told).toBeTruthy();
    expect((await told())!.responseBody).toBe(undefined);
  });

  test("of the page itself are told as the browser notes them, and those to us are not", async () => {
    const { page, sent } = await open("network", `<img src="/picture">`, "real");
    await page.route("http://playhead.test/**", (route) => route.fulfill({ body: "{}" }));
    await page.evaluate(() => fetch("http://playhead.test/v1/sessions", { mode: "no-cors" }));
    const urls = async () => ((await sent()) as Request[]).map(({ kind, url }) => `${kind} ${url}`);
    await expect.poll(urls).toEqual(expect.arrayContaining([`navigation ${ORIGIN}/start`, `img ${ORIGIN}/picture`]));
    expect((await urls()).join(" ")).not.toContain("playhead.test");
  });
});

test("a long task is told with its length", async () => {
  const { page, sent } = await open(
    "task",
    `<button onclick="setTimeout(() => { const until = performance.now() + 120; while (performance.now() < until); })">Work</button>`,
    "real",
  );
  await page.click("button");
  await expect.poll(async () => ((await sent()) as { ms: number }[]).some(({ ms }) => ms >= 100)).toBe(true);
});
