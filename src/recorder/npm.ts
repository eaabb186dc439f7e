import { createClient } from "./client.ts";

export type { InitOptions, Playhead, TraitValue } from "./api.ts";

/** The recorder is a part of the package: the version that a site installs is the one that runs. */
const playhead = createClient((address) => {
  if (address.endsWith("/consent.js")) return import(/* @vite-ignore */ /* webpackIgnore: true */ address);
  if (address.includes("/signals-")) return import("./signals/chunk.ts");
  if (address.includes("/assets-")) return import("./assets/carrier.ts");
  return address.includes("/capture-") ? import("./dom.ts") : import("./recorder.ts");
});

export default playhead;
