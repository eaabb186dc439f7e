import { MEDIA_FACTS, type MediaFacts } from "../protocol/media-facts.ts";
import type { Stop } from "./guard.ts";

function look(queries: readonly MediaQueryList[], names: readonly string[]): MediaFacts {
  const { clientWidth, scrollHeight } = document.documentElement;
  const bar = innerWidth - clientWidth;
  return {
    facts: names.filter((_, index) => queries[index]!.matches),
    density: devicePixelRatio,
    width: screen.width,
    height: screen.height,
    ...((bar > 0 || scrollHeight > innerHeight) && { bar }),
  };
}

/** Tells how the visitor sees the page: when asked, and when that has changed since. */
export function watchMedia(send: (facts: MediaFacts) => void): { tell(): void; stop: Stop } {
  const names = MEDIA_FACTS.split(" ");
  const queries = names.map((name) => matchMedia(`(${name})`));
  let told = "";
  const tell = () => {
    const facts = look(queries, names);
    told = JSON.stringify(facts);
    send(facts);
  };
  const check = () => {
    if (told && told !== JSON.stringify(look(queries, names))) tell();
  };
  for (const query of queries) query.addEventListener("change", check);
  addEventListener("resize", check);
  // A scrollbar comes and goes without a resize of the window.
  const observer = new ResizeObserver(check);
  observer.observe(document.documentElement);
  return {
    tell,
    stop() {
      for (const query of queries) query.removeEventListener("change", check);
      removeEventListener("resize", check);
      observer.disconnect();
    },
  };
}
