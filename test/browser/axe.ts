import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeWindow {
  axe: {
    run(
      context: object,
      options: object,
    ): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }>;
  };
}

/** What axe finds serious or critical in a page; what is inside a recording is not ours. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Given to the page by the browser itself: the policy of the page lets no other script in.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    // What is still fading in has other colours. What never ends, like the dot of a running session, is not waited for.
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
    const { axe } = window as unknown as AxeWindow;
    const { violations } = await axe.run({ exclude: [["iframe"]] }, { resultTypes: ["violations"], iframes: false });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 240)}`),
      );
  });
}

/** Opens pages in this scheme from now on. */
export async function setScheme(page: Page, scheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate((value) => localStorage.setItem("mantine-color-scheme-value", value), scheme);
}
