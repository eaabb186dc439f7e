// Starts the Worker as a developer does, with stores of its own, for measurements in the browser.
import setup from "../test/browser/server.ts";

/** `{origin, stop()}` of a started `wrangler dev`. */
export async function startServer() {
  let origin = "";
  const stop = await setup({ provide: (_name, value) => (origin = value) });
  return { origin, stop };
}
