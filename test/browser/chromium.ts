import { chromium, type Browser } from "playwright-core";

/**
 * Starts the system's Chromium, headless. `CHROMIUM` names another binary.
 * Playwright switches the back/forward cache off by default; recordings have to survive it, so it stays on here.
 */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
}
