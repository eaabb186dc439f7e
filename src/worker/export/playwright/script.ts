import type { Step } from "./steps.ts";

/** What the head of a test says. */
export interface ScriptFacts {
  session: string;
  /** Unix milliseconds. */
  startedAt: number;
}

/** Text as code. */
const code = (text: string): string => JSON.stringify(text);

function pageName(tab: number): string {
  return tab === 0 ? "page" : `page${tab + 1}`;
}

/** The parameters: one for each field, whose name says which; fields of the same name in other places are numbered. */
function parametersOf(steps: readonly Step[]): { names: Map<Step, string>; lines: string[] } {
  const names = new Map<Step, string>();
  const fields = new Map<string, string>();
  const values = new Map<string, string>();
  for (const step of steps) {
    if (step.kind !== "fill" && step.kind !== "choose") continue;
    const value = step.kind === "fill" ? code(step.value) : `{ index: ${step.option} }`;
    // The same field may be filled twice, with something else.
    const field = `${step.target} ${value}`;
    let name = fields.get(field);
    for (let n = 1; name === undefined; n++) {
      const candidate = n === 1 ? step.name : `${step.name}${n}`;
      if (!values.has(candidate)) name = candidate;
    }
    fields.set(field, name);
    values.set(name, value);
    names.set(step, name);
  }
  return { names, lines: [...values].map(([name, value]) => `  ${name}: ${value},`) };
}

interface Place {
  base: string;
  names: Map<Step, string>;
}

function address(url: string, { base }: Place): string {
  if (!URL.canParse(url)) return "base";
  const { origin, pathname, search, href } = new URL(url);
  return origin === base ? `new URL(${code(pathname + search)}, base).href` : code(href);
}

function arrival(url: string): string {
  return URL.canParse(url) ? `(url) => url.pathname === ${code(new URL(url).pathname)}` : `() => true`;
}

function lineOf(step: Step, place: Place): string {
  const page = pageName(step.tab);
  switch (step.kind) {
    case "open":
      return `await ${page}.goto(${address(step.url, place)});`;
    case "arrive":
      return `await ${page}.waitForURL(${arrival(step.url)});`;
    case "back":
      return `await ${page}.goBack();`;
    case "size":
      return `await ${page}.setViewportSize({ width: ${step.width}, height: ${step.height} });`;
    case "click":
      return `await ${page}${step.target}.${step.times === 2 ? "dblclick" : "click"}();`;
    case "fill":
      return `await ${page}${step.target}.fill(values.${place.names.get(step)});`;
    case "choose":
      return `await ${page}${step.target}.selectOption(values.${place.names.get(step)});`;
    case "file":
      return `// The visitor opened the choice of files here: await ${page}${step.target}.setInputFiles("…");`;
  }
}

/** The last address of each tab, which the test has to end at. */
function ends(steps: readonly Step[]): string[] {
  const last = new Map<number, string>();
  for (const step of steps) if ("url" in step && URL.canParse(step.url)) last.set(step.tab, step.url);
  return [...last].map(
    ([tab, url]) =>
      `await expect.poll(() => new URL(${pageName(tab)}.url()).pathname).toBe(${code(new URL(url).pathname)});`,
  );
}

/** A test for `@playwright/test` that does these steps. */
export function scriptOf(steps: readonly Step[], { session, startedAt }: ScriptFacts): string {
  const day = new Date(startedAt).toISOString().slice(0, 10);
  const first = steps.find((step) => step.kind === "open" || step.kind === "arrive");
  const base = first && URL.canParse(first.url) ? new URL(first.url).origin : "http://localhost";
  const { names, lines } = parametersOf(steps);
  const opened = new Set([0]);
  const body = steps.flatMap((step) => {
    const line = lineOf(step, { base, names });
    if (opened.has(step.tab)) return [line];
    opened.add(step.tab);
    return [`const ${pageName(step.tab)} = await page.context().newPage();`, line];
  });
  const indented = [...body, ...ends(steps)].map((line) => `  ${line}`).join("\n");
  const values =
    lines.length === 0
      ? ""
      : `
/** What was entered is not recorded: these stand for it. Put in what fits. */
const values = {
${lines.join("\n")}
};
`;
  return `// What a visitor did on ${day}, made by Playhead from session ${session}.
import { expect, test } from "@playwright/test";

/** Where it runs: where it was recorded, unless \`BASE_URL\` says something else. */
const base = process.env["BASE_URL"] ?? ${code(base)};
${values}
test("a visit of ${day}", async ({ page }) => {
${indented}
});
`;
}
