import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missing, type Visitor } from "./visitor.ts";

/*
 * Firefox over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which it speaks by itself: Debian has no geckodriver.
 */

interface Answer {
  id: number;
  error?: string;
  message?: string;
  result?: Record<string, unknown>;
}

async function connect(url: string) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.addEventListener("message", ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let last = 0;
  return async function call<T>(method: string, params: object = {}): Promise<T> {
    const id = ++last;
    const { error, message, result } = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    if (error) throw new Error(`${method}: ${error}: ${message}`);
    return result as T;
  };
}

/** Starts Debian's Firefox without a window. @throws {Error} when it is not installed */
export async function startFirefox(width: number, height: number): Promise<Visitor> {
  const profile = mkdtempSync(join(tmpdir(), "playhead-firefox-"));
  const options = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank"];
  const child = spawn("firefox-esr", options, { stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.once("error", (cause) => reject(missing("Firefox", "firefox-esr", cause)));
    child.once("exit", () => reject(new Error(`Firefox has ended: ${said}`)));
    child.stderr.on("data", (data) => {
      said += String(data);
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]!);
    });
  });
  const call = await connect(`${url}/session`);
  await call("session.new", { capabilities: {} });
  const { context } = await call<{ context: string }>("browsingContext.create", { type: "tab" });
  await call("browsingContext.setViewport", { context, viewport: { width, height } });
  return {
    async go(address) {
      await call("browsingContext.navigate", { context, url: address, wait: "complete" });
    },
    async evaluate<T>(expression: string) {
      const answer = await call<{ result: { value?: string }; exceptionDetails?: { text: string } }>(
        "script.evaluate",
        {
          expression: `(async () => JSON.stringify(await (${expression})))()`,
          target: { context },
          awaitPromise: true,
        },
      );
      if (answer.exceptionDetails) throw new Error(`${expression}: ${answer.exceptionDetails.text}`);
      return (answer.result.value === undefined ? undefined : JSON.parse(answer.result.value)) as T;
    },
    async perform(actions) {
      await call("input.performActions", { context, actions });
    },
    async close() {
      const ended = new Promise((resolve) => {
        child.once("exit", resolve);
      });
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
