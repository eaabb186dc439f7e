/** What is wrong with one value, and where: `["exclusions", "ips", "3"]`. The path is empty when it is the whole. */
export interface FieldProblem {
  path: readonly string[];
  text: string;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const PLACED = /^((?:[A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+): ([^]+)$/;

/** Takes a refusal of the server (`policy.exclusions.ips.3: must be …`) apart. */
export function fieldProblem(message: string): FieldProblem {
  const found = PLACED.exec(message);
  if (!found) return { path: [], text: message };
  const path = found[1]!.split(".");
  const text = found[2]!;
  return { path: path[0] === "policy" ? path.slice(1) : path, text: capital(text) };
}

/** What to show of an error where its place goes without saying. */
export function plainText(error: Error): string {
  return fieldProblem(error.message).text;
}

/** The problems at a place or inside it. */
export function problemsAt(problems: readonly FieldProblem[], ...place: (string | number)[]): FieldProblem[] {
  return problems.filter(({ path }) => place.every((part, index) => path[index] === String(part)));
}

/** What to show at a field: the first problem there; `undefined` when there is none. */
export function textAt(problems: readonly FieldProblem[], ...place: (string | number)[]): string | undefined {
  return problemsAt(problems, ...place)[0]?.text;
}

/** The same for a field of one entry a line: all of them, each with its line. */
export function lineTextAt(
  problems: readonly FieldProblem[],
  lines: readonly string[],
  ...place: string[]
): string | undefined {
  const found = problemsAt(problems, ...place).map(({ path, text }) => {
    const line = Number(path[place.length] ?? Number.NaN);
    const entry = lines[line];
    if (entry === undefined) return text;
    return text.includes(entry) ? `Line ${line + 1}: ${text}` : `Line ${line + 1}, ${entry}: ${text}`;
  });
  return found.length > 0 ? found.join("\n") : undefined;
}
