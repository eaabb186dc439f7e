import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { freePort } from "../free-port.ts";
import { bundleWorker } from "./host.mjs";

/** The Worker in a runtime of its own, with stores that outlive it. */
export class KilledHost {
  private readonly folder = mkdtempSync(join(tmpdir(), "playhead-process-"));
  private port = 0;
  private host: ChildProcess | null = null;

  get base(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async build(): Promise<void> {
    await bundleWorker(join(this.folder, "worker.js"));
    this.port = await freePort();
  }

  /** Starts it in a process group of its own, so that it and the runtime under it can be killed together. */
  start(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const script = fileURLToPath(new URL("host.mjs", import.meta.url));
    const args = [script, join(this.folder, "worker.js"), join(this.folder, "stores"), String(this.port)];
    const host = spawn(process.execPath, args, { detached: true, stdio: ["ignore", "pipe", "ignore"] });
    this.host = host;
    host.stdout.once("data", () => resolve());
    host.once("exit", () => reject(new Error("the host ended before it was ready")));
    return promise;
  }

  async kill(): Promise<void> {
    const host = this.host!;
    const gone = new Promise((resolve) => host.once("exit", resolve));
    process.kill(-host.pid!, "SIGKILL");
    await gone;
  }

  /** Signs the owner of the demo tenant in; answers the cookies. */
  async signIn(): Promise<string> {
    const response = await fetch(`${this.base}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: this.base },
      body: JSON.stringify({ email: DEMO.email, password: DEMO.password }),
    });
    return response.headers
      .getSetCookie()
      .map((text) => text.split(";")[0])
      .join("; ");
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
