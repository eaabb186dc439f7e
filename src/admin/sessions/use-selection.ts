import { useCallback, useMemo, useState } from "react";

/** The sessions that are ticked in the list. */
export interface Selection {
  ids: readonly string[];
  has(id: string): boolean;
  toggle(id: string): void;
  set(ids: readonly string[]): void;
}

/** Nothing is ticked at first. */
export function useSelection(): Selection {
  const [ids, set] = useState<readonly string[]>([]);
  const toggle = useCallback(
    (id: string) => set((before) => (before.includes(id) ? before.filter((each) => each !== id) : [...before, id])),
    [],
  );
  return useMemo(() => ({ ids, has: (id) => ids.includes(id), toggle, set }), [ids, toggle]);
}
