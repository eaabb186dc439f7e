import { QueryFault } from "./query-fault.ts";

/** Reads the pieces of a query from left to right. */
export class Reader {
  at = 0;

  constructor(private readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  space(): void {
    this.match(/\s*/y);
  }

  take(mark: string): boolean {
    if (!this.text.startsWith(mark, this.at)) return false;
    this.at += mark.length;
    return true;
  }

  oneOf<T extends string>(marks: readonly T[]): T | null {
    return marks.find((mark) => this.take(mark)) ?? null;
  }

  /** The name of a field, when one stands here with its colon. */
  name(): string | null {
    return this.match(/[^\s":,]+:/y)?.slice(0, -1) ?? null;
  }

  /** What is between white space, or in quotes. */
  word(): string {
    return this.quoted() ?? this.match(/[^\s"]+/y) ?? "";
  }

  /** One value of a field; `step`: one of several in order. */
  value(step: boolean): string {
    return this.quoted() ?? this.match(step ? /[^\s",>]+/y : /[^\s",]+/y) ?? "";
  }

  /** Whether another step follows. */
  step(): boolean {
    return this.match(/\s*>\s*/y) !== null;
  }

  /** After a condition there is white space, or nothing. */
  end(): void {
    if (!this.done && !/\s/.test(this.text[this.at]!))
      throw new QueryFault(
        this.at,
        `Something is left over here: "${this.text.slice(this.at, this.at + 20)}". Put a space before it.`,
      );
  }

  private quoted(): string | null {
    const from = this.at;
    if (!this.take('"')) return null;
    const inside = this.match(/(?:[^"\\]|\\[^])*/y) ?? "";
    if (!this.take('"')) throw new QueryFault(from, "This quote is never closed.");
    return inside.replace(/\\([^])/g, "$1");
  }
}
