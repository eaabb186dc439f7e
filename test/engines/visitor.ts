/** A browser with one page, in which somebody visits a site. */
export interface Visitor {
  go(address: string): Promise<void>;
  /** The value of an expression in the page; promises are waited for. It has to be one that JSON can hold. */
  evaluate<T>(expression: string): Promise<T>;
  /** Input sources with their actions, as both WebDriver protocols have them. */
  perform(sources: object[]): Promise<void>;
  close(): Promise<void>;
}

/** Says what to install when a program is not there. */
export function missing(program: string, packages: string, cause: unknown): Error {
  return new Error(`${program} could not be started. On Debian: apt-get install ${packages}`, { cause });
}

/** Waits until an expression is true in the page. */
export async function until(visitor: Visitor, expression: string, milliseconds = 20_000): Promise<void> {
  const end = Date.now() + milliseconds;
  // A page that goes while it is asked has no answer.
  while (!(await visitor.evaluate<boolean>(`!!(${expression})`).catch(() => false))) {
    if (Date.now() > end) throw new Error(`Not within ${milliseconds} ms: ${expression}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** Clicks the middle of the first element that a selector finds, after scrolling it into view. */
export async function click(visitor: Visitor, selector: string): Promise<void> {
  const found = `document.querySelector(${JSON.stringify(selector)})`;
  await until(visitor, found);
  const [x, y] = await visitor.evaluate<[number, number]>(`(() => {
    const element = ${found};
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = element.getBoundingClientRect();
    return [Math.round(left + width / 2), Math.round(top + height / 2)];
  })()`);
  const actions = [
    { type: "pointerMove", x, y, duration: 50 },
    { type: "pointerDown", button: 0 },
    { type: "pointerUp", button: 0 },
  ];
  await visitor.perform([{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }]);
}

/** Types into what has the focus. */
export function type(visitor: Visitor, text: string): Promise<void> {
  const actions = [...text].flatMap((value) => [
    { type: "keyDown", value },
    { type: "keyUp", value },
  ]);
  return visitor.perform([{ type: "key", id: "keyboard", actions }]);
}
