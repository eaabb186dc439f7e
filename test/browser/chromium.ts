import { chromium, type Browser, type BrowserContext } from "playwright-core";

/** The system's Chromium. `CHROMIUM` names another binary. */
export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Playwright switches the back/forward cache off by default; recordings have to survive it, so it stays on here. */
const OPTIONS = {
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
};

/** Starts the system's Chromium, headless. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch(OPTIONS);
}

/** The same with a profile of its own in `folder`: private windows, which are what is opened otherwise, never preconnect. */
export function launchProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, OPTIONS);
}
