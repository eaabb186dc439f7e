/** One value that was changed, and where it is: `environments.0.level`. */
export interface LeafChange {
  path: string;
  before: string;
  after: string;
}

/** Longer texts are cut where they are shown in a line. */
const SHOWN_CHARS = 200;

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function own(tree: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(tree, name) ? tree[name] : undefined;
}

function collect(path: string, before: unknown, after: unknown, changes: LeafChange[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    changes.push({ path, before: shown(before), after: shown(after) });
    return;
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
    collect(path === "" ? name : `${path}.${name}`, own(before, name), own(after, name), changes);
}

/** The values in which two things differ. */
export function leafChanges(before: unknown, after: unknown): LeafChange[] {
  const changes: LeafChange[] = [];
  collect("", before, after, changes);
  return changes;
}

/** What an entry of the log says was changed: parts as they were and as they are. */
export function detailChanges(details: Readonly<Record<string, unknown>>): LeafChange[] {
  return Object.entries(details).flatMap(([part, value]) =>
    isTree(value) && "before" in value && "after" in value
      ? leafChanges({ [part]: value["before"] }, { [part]: value["after"] })
      : [],
  );
}
