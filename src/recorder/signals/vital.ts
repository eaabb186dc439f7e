import { onCLS, onFCP, onINP, onLCP, onTTFB, type MetricType } from "web-vitals";
import { guard } from "../guard.ts";
import { onLeave } from "./leave.ts";
import type { MoreSignal } from "./signal.ts";

type Name = MetricType["name"];

/** The library watches until the document ends, so it is started once in it. */
let values: Map<Name, number> | undefined;
let heard = (_name: Name): void => {};

function watch(): Map<Name, number> {
  const known = new Map<Name, number>();
  for (const begin of [onTTFB, onFCP, onLCP, onCLS, onINP])
    guard(begin as typeof onTTFB)(
      ({ name, value }) => {
        known.set(name, Number(value.toFixed((name as Name) === "CLS" ? 4 : 0)));
        heard(name);
      },
      // Its own reports miss an interaction that is not worked through when the page is hidden.
      { reportAllChanges: true },
    );
  return known;
}

/** `playhead.vital`: the web vitals as they stand whenever the page is hidden or left, the first two at once; the last one told holds. */
export const vital: MoreSignal = ({ send }) => {
  const told = new Map<Name, number>();
  const tell = (name: Name) => {
    const value = values?.get(name);
    if (value === undefined || told.get(name) === value) return;
    told.set(name, value);
    send("playhead.vital", { name, value });
  };
  heard = guard((name) => {
    if (name === "TTFB" || name === "FCP" || document.visibilityState === "hidden") tell(name);
  });
  values ??= watch();
  const stop = onLeave(() => [...values!.keys()].forEach(tell));
  return () => {
    heard = () => {};
    stop();
  };
};
