import { launchChromium } from "../browser/chromium.ts";
import type { Visitor } from "./visitor.ts";

interface Action {
  type: string;
  x?: number;
  y?: number;
  value?: string;
}

/** Starts Chromium without a window. */
export async function startChromium(width: number, height: number): Promise<Visitor> {
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width, height } });
  async function act({ type, x = 0, y = 0, value = "" }: Action): Promise<void> {
    if (type === "pointerMove") await page.mouse.move(x, y);
    else if (type === "pointerDown") await page.mouse.down();
    else if (type === "pointerUp") await page.mouse.up();
    else if (type === "keyDown") await page.keyboard.press(value);
  }
  return {
    async go(address) {
      await page.goto(address);
    },
    evaluate: (expression) => page.evaluate(expression),
    async perform(sources) {
      for (const { actions } of sources as { actions: Action[] }[]) for (const action of actions) await act(action);
    },
    close: () => browser.close(),
  };
}
