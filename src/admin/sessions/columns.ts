import { createStore } from "../player/plain-store.ts";

/** What the list can show of a session, in this order. */
export const COLUMNS = [
  { key: "started", name: "Started", fixed: true },
  { key: "person", name: "User", fixed: true },
  { key: "entry", name: "Entry page", fixed: true },
  { key: "signals", name: "Trouble", usual: true },
  { key: "place", name: "Country", usual: true },
  { key: "city", name: "City" },
  { key: "browser", name: "Browser", usual: true },
  { key: "device", name: "Device", usual: true },
  { key: "environment", name: "Environment" },
  { key: "pages", name: "Pages", usual: true },
  { key: "clicks", name: "Clicks", usual: true },
  { key: "inputs", name: "Fields changed" },
  { key: "duration", name: "Duration", usual: true },
] as const satisfies readonly { key: string; name: string; fixed?: true; usual?: true }[];

export type ColumnKey = (typeof COLUMNS)[number]["key"];

interface Column {
  key: ColumnKey;
  name: string;
  /** Always there. */
  fixed?: true;
  /** There unless it was taken away. */
  usual?: true;
}

const ALL: readonly Column[] = COLUMNS;
const STORE = "playhead-list-columns";

/** Columns that can be chosen. */
export const CHOOSABLE = ALL.filter(({ fixed }) => !fixed);

/** Those that are shown, as they were kept; what no column is called is passed over. */
export function readColumns(text: string | null): readonly ColumnKey[] {
  const kept = text === null ? null : (JSON.parse(text) as unknown);
  const wanted = Array.isArray(kept) ? (kept as unknown[]) : null;
  return ALL.filter(({ key, fixed, usual }) => fixed ?? (wanted ? wanted.includes(key) : usual)).map(({ key }) => key);
}

function load(): readonly ColumnKey[] {
  try {
    return readColumns(localStorage.getItem(STORE));
  } catch (error) {
    // Storage can be switched off in a browser, or hold something else.
    console.warn("columns:", error);
    return readColumns(null);
  }
}

/** The columns of this browser; what is set is kept. */
export const columns = createStore<{ shown: readonly ColumnKey[] }>({ shown: load() });

columns.subscribe(() => {
  try {
    localStorage.setItem(STORE, JSON.stringify(columns.get().shown));
  } catch (error) {
    console.warn("columns:", error);
  }
});

/** Shows a column, or takes it away. */
export function toggleColumn(key: ColumnKey): void {
  const { shown } = columns.get();
  const next = shown.includes(key) ? shown.filter((each) => each !== key) : [...shown, key];
  columns.set({ shown: ALL.filter((column) => next.includes(column.key)).map((column) => column.key) });
}
