/**
 * Waits until two frames in a row have drawn nothing that moves, also inside open shadow roots; animations without an
 * end are left alone.
 */
export async function settle(page) {
  await page.evaluate(async () => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- only this function is sent to the page
    function moving(root) {
      const own = root
        .getAnimations()
        .filter(({ playState, effect }) => playState === "running" && effect?.getComputedTiming().endTime !== Infinity);
      const hosts = [...root.querySelectorAll("*")].filter((element) => element.shadowRoot);
      return [...own, ...hosts.flatMap((host) => moving(host.shadowRoot))];
    }
    for (let calmFrames = 0; calmFrames < 2; calmFrames += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const animations = moving(document);
      if (animations.length > 0) calmFrames = -1;
      await Promise.allSettled(animations.map((animation) => animation.finished));
    }
  });
}
