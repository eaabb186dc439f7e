import { useSyncExternalStore } from "react";
import type { Store } from "./plain-store.ts";

/** A part of a store's value; the component renders again only when that part is another one. */
export function useStore<T, P>(store: Store<T>, part: (value: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}

const never = (): (() => void) => () => {};

/** The same for a store that may not be there yet. */
export function useOptional<T, P>(store: Store<T> | undefined, part: (value: T) => P): P | undefined {
  return useSyncExternalStore(store?.subscribe ?? never, () => (store ? part(store.get()) : undefined));
}
