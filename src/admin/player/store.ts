import { useSyncExternalStore } from "react";

/** A value that tells when it changed. */
export interface Store<T> {
  get(): T;
  /** Merges a change; listeners are called when anything in it is new. */
  set(change: Partial<T>): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    set(change) {
      const keys = Object.keys(change) as (keyof T)[];
      if (keys.every((key) => Object.is(value[key], change[key]))) return;
      value = { ...value, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A part of a store's value; the component renders again only when that part is another one. */
export function useStore<T, P>(store: Store<T>, part: (value: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}

const never = (): (() => void) => () => {};

/** The same for a store that may not be there yet. */
export function useOptional<T, P>(store: Store<T> | undefined, part: (value: T) => P): P | undefined {
  return useSyncExternalStore(store?.subscribe ?? never, () => (store ? part(store.get()) : undefined));
}
