/** Where a finger is, in the coordinates of the picture. */
export interface Place {
  x: number;
  y: number;
}

/** More than a hand or two. */
const FINGERS_MAX = 10;

/** Shows several fingers, in what is around the picture; one alone is the pointer. */
export function createFingers(wrapper: HTMLElement): { show(places: readonly Place[]): void } {
  const dots: HTMLElement[] = [];
  return {
    show(places) {
      const shown = places.slice(0, FINGERS_MAX);
      while (dots.length > shown.length) dots.pop()!.remove();
      shown.forEach(({ x, y }, at) => {
        const dot = (dots[at] ??= wrapper.appendChild(wrapper.ownerDocument.createElement("div")));
        dot.className = "replayer-finger";
        dot.style.translate = `${x}px ${y}px`;
      });
    },
  };
}
