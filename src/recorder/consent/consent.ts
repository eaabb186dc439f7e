import type { ConsentResponse } from "../../protocol/consent.schema.ts";
import { PENDING_NO, type ConsentSite } from "../consent-site.ts";
import { clockNow } from "../natives.ts";
import { quietly } from "../quietly.ts";
import { createStore } from "../store.ts";
import { callServer, type ConsentError } from "./server.ts";

export type ConsentState = ConsentResponse;

/** The visitor's switch. Every call that fails rejects with a `ConsentError`, whose message is for people. */
export interface Consent {
  /** How the switch stands. */
  get(): Promise<ConsentState>;
  /**
   * Chooses. A no holds in this browser at once; when the server does not hear of it, it is kept and sent by the next page, and the answer
   * is how things stand here. A yes holds once the server has it, for the text last got; `outdated`: that is not the one in force, and
   * subscribers have been told the new one.
   */
  set(on: boolean): Promise<ConsentState>;
  /** Calls `fn` with the state now, when it is known, and whenever it changes, also in other tabs. */
  subscribe(fn: (state: ConsentState) => void): () => void;
  /** Has everything about the visitor deleted, and is a no. Rejects when the server did not do it; the no holds even so. */
  erase(): Promise<ConsentState>;
  /** Whether a no is still to be sent. */
  isPending(): boolean;
}

const WHY = "the visitor said no";
/** Every text's number is at least this; the server answers what the present one is. */
const ANY_VERSION = 1;

/** One for a key and page, however often it is asked for. */
const opened = new Map<string, Consent>();

export function openConsent(site: ConsentSite): Consent {
  const name = site.host + site.key;
  const consent = opened.get(name) ?? open(site);
  opened.set(name, consent);
  return consent;
}

function open(site: ConsentSite): Consent {
  const store = createStore(() => localStorage, site.storagePrefix);
  const subscribers = new Set<(state: ConsentState) => void>();
  let known: ConsentState | undefined;
  /** Calls to the server go one after the other, so that the last choice is the last to arrive. */
  let queue: Promise<unknown> = Promise.resolve();
  let channel: BroadcastChannel | undefined;
  let beginning: Promise<unknown> | undefined;

  const inTurn = <Result>(run: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(run);
    queue = result.catch(() => {
      // Whoever called hears of it.
    });
    return result;
  };

  const tell = (state: ConsentState): ConsentState => {
    known = state;
    for (const subscriber of subscribers) quietly(subscriber)(state);
    return state;
  };

  /** This tab and all others. */
  const announce = (allowed: boolean) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    channel?.postMessage({ allowed });
    if (allowed) site.restart();
    else site.stop(WHY);
  };

  const version = () => (known?.shown ? known.version : Number(store.get(PENDING_NO)) || ANY_VERSION);
  const post = (choice: "yes" | "no", erase?: true) =>
    callServer(site, { choice, version: version(), ...(erase && { erase }) });

  /** Needs no text that was read: when there is a newer one, the no is to that. */
  const sendNo = async (erase?: true): Promise<ConsentState> => {
    let answer;
    try {
      answer = await post("no", erase);
    } catch (error) {
      if ((error as ConsentError).code !== "outdated") throw error;
      known = await callServer(site);
      answer = known.shown ? await post("no", erase) : known;
    }
    store.set(PENDING_NO, "");
    return tell(answer);
  };

  /** What holds in this browser, whatever the server knows. */
  const noHere = () =>
    known?.shown ? tell({ ...known, choice: "no", allowed: false, because: "choice", at: clockNow() }) : undefined;

  const sendPending = () =>
    sendNo().catch((error: unknown) => {
      const here = noHere();
      if (here) return here;
      throw error;
    });

  const refuse = () => {
    store.set(PENDING_NO, String(version()));
    announce(false);
    noHere();
  };

  const consent: Consent = {
    get: () => inTurn(async () => (store.get(PENDING_NO) ? sendPending() : tell(await callServer(site)))),
    set: (on) => {
      if (!on) {
        refuse();
        return inTurn(sendPending);
      }
      return inTurn(async () => {
        known ??= await callServer(site);
        if (!known.shown) return tell(known);
        try {
          const answer = await post("yes");
          store.set(PENDING_NO, "");
          announce(answer.shown && answer.allowed);
          return tell(answer);
        } catch (error) {
          if ((error as ConsentError).code === "outdated") tell(await callServer(site));
          throw error;
        }
      });
    },
    subscribe: (fn) => {
      subscribers.add(fn);
      if (known) quietly(fn)(known);
      else begin();
      return () => subscribers.delete(fn);
    },
    erase: () => {
      refuse();
      return inTurn(() => sendNo(true));
    },
    isPending: () => !!store.get(PENDING_NO),
  };

  const refresh = () =>
    consent.get().catch(() => {
      // Not reached: what is not known is not shown, and what was known still stands.
    });

  /** Once for all who want to know at the same time. */
  const begin = () => {
    beginning ??= refresh().finally(() => (beginning = undefined));
  };

  // Blocked in some private windows; tabs then hear of it with their next question to the server.
  quietly(() => {
    channel = new BroadcastChannel(site.storagePrefix + "consent");
    channel.addEventListener("message", ({ data }: MessageEvent<{ allowed: boolean }>) => {
      // A no is on its way to the server; asking now could bring the answer from before it.
      if (data.allowed) void refresh();
      else noHere();
    });
  })();
  if (consent.isPending()) begin();
  return consent;
}
