import { chromium, type Browser, type BrowserContext } from "playwright-core";

/** Playwright switches the back/forward cache off by default; recordings have to survive it, so it stays on here. */
const OPTIONS = {
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
};

/** Starts the system's Chromium, headless. `CHROMIUM` names another binary. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch(OPTIONS);
}

/** The same with a profile of its own in `folder`: private windows, which are what is opened otherwise, never preconnect. */
export function launchProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, OPTIONS);
}
