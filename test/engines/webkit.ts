import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { freePort } from "../free-port.ts";
import { missing, type Visitor } from "./visitor.ts";

/*
 * WebKit (the port for GTK) over WebDriver (https://www.w3.org/TR/webdriver2/), on a screen that nobody sees.
 */

const PACKAGES = "webkit2gtk-driver xvfb";
const BROWSERS = ["4.1", "6.0", "4.0"].map((version) => `/usr/lib/x86_64-linux-gnu/webkit2gtk-${version}/MiniBrowser`);

/** Starts a screen; resolves with its name. */
function startScreen(children: ChildProcess[]): Promise<string> {
  const size = ["-screen", "0", "1600x1200x24"];
  const child = spawn("Xvfb", ["-displayfd", "3", ...size], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => reject(missing("Xvfb", PACKAGES, cause)));
    child.stdio[3]!.once("data", (data) => resolve(`:${String(data).trim()}`));
  });
}

/** Starts Debian's WebKitGTK. @throws {Error} when it is not installed */
export async function startWebKit(width: number, height: number): Promise<Visitor> {
  const binary = BROWSERS.find((path) => existsSync(path));
  if (!binary) throw missing("WebKit", PACKAGES, null);
  const children: ChildProcess[] = [];
  const port = await freePort();
  const env = { ...process.env, DISPLAY: await startScreen(children), GDK_BACKEND: "x11", LIBGL_ALWAYS_SOFTWARE: "1" };
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  children.push(driver);
  const failed = new Promise<never>((_resolve, reject) => {
    driver.once("error", (cause) => reject(missing("WebKitWebDriver", PACKAGES, cause)));
  });

  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const init = body ? { method, body: JSON.stringify(body) } : { method };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const { value } = (await response.json()) as { value: T };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  }

  async function listening(): Promise<void> {
    for (let tries = 100; ; tries--)
      try {
        await call("GET", "/status");
        return;
      } catch (error) {
        if (tries === 0) throw error;
        await new Promise((resolve) => {
          setTimeout(resolve, 100);
        });
      }
  }

  await Promise.race([listening(), failed]);
  const options = { binary, args: ["--automation"] };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
  const { sessionId } = await call<{ sessionId: string }>("POST", "/session", { capabilities });
  const session = `/session/${sessionId}`;
  const run = <T>(script: string) => call<T>("POST", `${session}/execute/async`, { script, args: [] });
  const rect = (size: object) => call("POST", `${session}/window/rect`, size);
  await rect({ width, height });
  // The window has a bar, whose height is known when it is open.
  const inner = await run<number>("arguments[0](innerHeight)");
  await rect({ width, height: height + (height - inner) });
  return {
    async go(address) {
      await call("POST", `${session}/url`, { url: address });
    },
    async evaluate<T>(expression: string) {
      const text = await run<string | null>(
        `(async () => JSON.stringify(await (${expression})))().then(arguments[0], (error) => arguments[0]("!" + error))`,
      );
      if (text?.startsWith("!")) throw new Error(`${expression}: ${text}`);
      return (text === null ? undefined : JSON.parse(text)) as T;
    },
    async perform(actions) {
      await call("POST", `${session}/actions`, { actions });
    },
    async close() {
      await call("DELETE", session);
      for (const child of children.toReversed()) child.kill();
    },
  };
}
