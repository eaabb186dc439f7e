/** Texts kept under names. */
export interface Store {
  get(name: string): string | undefined;
  set(name: string, text: string): void;
}

/**
 * A store over `localStorage` or `sessionStorage`. Where storage is blocked (the getter itself may throw) or full, memory
 * takes its place: what is set lasts as long as the document.
 */
export function createStore(storage: () => Storage, prefix: string): Store {
  const memory: Record<string, string> = {};
  return {
    get(name) {
      try {
        return storage().getItem(prefix + name) ?? memory[name];
      } catch {
        return memory[name];
      }
    },
    set(name, text) {
      memory[name] = text;
      try {
        storage().setItem(prefix + name, text);
      } catch {
        // Blocked or full: memory has it.
      }
    },
  };
}
