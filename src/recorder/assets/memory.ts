import { parse, stringify } from "../natives.ts";
import { createStore } from "../store.ts";
import type { AssetSite } from "./site.ts";

/** What the server has been told of a session in this tab. */
interface Told {
  session: string;
  /** Key → what of it was told: nothing in particular, or a fingerprint of the content it stands for. */
  keys: Record<string, string>;
}

/** What this tab's documents know of the session's files. Nothing, while there is no session. */
export interface Memory {
  get(key: string): string | undefined;
  set(session: string, entries: Record<string, string>): void;
}

export function createMemory({ prefix, place }: AssetSite): Memory {
  const store = createStore(() => sessionStorage, prefix);
  let told: Told | undefined;
  const of = (session: string): Told => {
    if (told?.session === session) return told;
    let kept: Told | undefined;
    try {
      kept = parse(store.get("assets") ?? "") as Told;
    } catch {
      // Nothing there, or not ours: the server is told again.
    }
    return (told = kept?.session === session && kept.keys ? kept : { session, keys: {} });
  };
  return {
    get(key) {
      const here = place();
      return here && of(here.session).keys[key];
    },
    set(session, entries) {
      const now = of(session);
      Object.assign(now.keys, entries);
      store.set("assets", stringify(now));
    },
  };
}
