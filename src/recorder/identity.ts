import { uuidv7 } from "../protocol/ids.ts";
import { clockNow, parse, stringify } from "./natives.ts";
import { isLive, type Session } from "./session.ts";
import { createStore, type Store } from "./store.ts";

/** Who is visiting, and in which visit. */
export interface Identity {
  /** The visitor's anonymous GUID; stays in this browser. */
  visitor: string;
  /** Names in storage begin so. */
  storagePrefix: string;
  /** The visit as storage has it now, or `undefined` when there is none that can go on. */
  session(): Session | undefined;
  save(session: Session): void;
  /** Begins another visit, with an id of the time `now` (Unix milliseconds). */
  renew(now: number): Session;
}

const ID = /^[\da-f-]{36}$/;

/** Names in storage begin so. They hold the environment's own letters: test and production on one origin do not mix. */
export function storagePrefix(key: string): string {
  return `playhead.${key.slice(-8)}.`;
}

/** The id that `store` keeps under `name`, or a new one that it keeps from now on. */
export function keptId(store: Store, name: string): string {
  let id = store.get(name);
  if (!ID.test(id!)) store.set(name, (id = uuidv7()));
  return id!;
}

export function createIdentity(key: string): Identity {
  const prefix = storagePrefix(key);
  const store = createStore(() => localStorage, prefix);
  const save = (session: Session) => store.set("session", stringify(session));
  return {
    visitor: keptId(store, "visitor"),
    storagePrefix: prefix,
    session() {
      try {
        const session = parse(store.get("session")!) as Session;
        return ID.test(session.id) && isLive(session, clockNow()) ? session : undefined;
      } catch {
        // Nothing there, or not by us: the caller begins another visit.
        return undefined;
      }
    },
    save,
    renew(now) {
      const startedAt = clockNow();
      const session = { id: uuidv7(now), startedAt, lastAt: startedAt };
      return (save(session), session);
    },
  };
}
