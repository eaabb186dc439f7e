/** White space as the specification has it. */
export const SPACE = /[ \t\n\r\f]/;
const NEWLINE = /[\n\r\f]/;
const DIGIT = /[0-9]/;
const HEX = /[0-9a-f]/i;
const NAME_START = /[a-z_\u0080-\uffff\0]/i;
const NAME = /[-a-z0-9_\u0080-\uffff\0]/i;
// oxlint-disable-next-line no-control-regex -- "non-printable code point" of the specification
const NON_PRINTABLE = /[\u0001-\u0008\u000b\u000e-\u001f\u007f]/;
const LARGEST = 0x10ffff;

/** Reads the parts of a style sheet (https://drafts.csswg.org/css-syntax-3/#tokenizer-algorithms); every method leaves `at` behind what it has read. */
export class Scanner {
  at = 0;

  constructor(private readonly text: string) {}

  peek(offset = 0): string {
    return this.text[this.at + offset] ?? "";
  }

  done(): boolean {
    return this.at >= this.text.length;
  }

  private escapeAt(offset: number): boolean {
    return this.peek(offset) === "\\" && !NEWLINE.test(this.peek(offset + 1) || "\n");
  }

  nameStartsAt(offset = 0): boolean {
    if (this.peek(offset) !== "-") return NAME_START.test(this.peek(offset)) || this.escapeAt(offset);
    return this.peek(offset + 1) === "-" || NAME_START.test(this.peek(offset + 1)) || this.escapeAt(offset + 1);
  }

  nameGoesOnAt(offset = 0): boolean {
    return NAME.test(this.peek(offset)) || this.escapeAt(offset);
  }

  numberStarts(): boolean {
    const signed = /[+-]/.test(this.peek()) ? 1 : 0;
    return DIGIT.test(this.peek(signed)) || (this.peek(signed) === "." && DIGIT.test(this.peek(signed + 1)));
  }

  spaces(): void {
    while (SPACE.test(this.peek())) this.at++;
  }

  /** Behind the backslash. */
  private escaped(): string {
    let digits = "";
    while (digits.length < 6 && HEX.test(this.peek())) digits += this.text[this.at++];
    if (digits === "") {
      const char = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0xfffd);
      this.at += char.length;
      return char;
    }
    if (this.peek() === "\r" && this.peek(1) === "\n") this.at += 2;
    else if (SPACE.test(this.peek())) this.at++;
    const code = Number.parseInt(digits, 16);
    const none = code === 0 || code > LARGEST || (code >= 0xd800 && code <= 0xdfff);
    return none ? "\ufffd" : String.fromCodePoint(code);
  }

  name(): string {
    const parts: string[] = [];
    while (this.nameGoesOnAt()) {
      const char = this.text[this.at++]!;
      parts.push(char === "\\" ? this.escaped() : char);
    }
    return parts.join("");
  }

  number(): void {
    if (/[+-]/.test(this.peek())) this.at++;
    while (DIGIT.test(this.peek())) this.at++;
    if (this.peek() === "." && DIGIT.test(this.peek(1))) this.at++;
    while (DIGIT.test(this.peek())) this.at++;
    const sign = /[+-]/.test(this.peek(1)) ? 2 : 1;
    if (/e/i.test(this.peek()) && DIGIT.test(this.peek(sign))) this.at += sign;
    while (DIGIT.test(this.peek())) this.at++;
    if (this.nameStartsAt()) this.name();
  }

  /** Behind the opening quote; `null` when a line ends in it. A string that the text's end breaks off is a whole one. */
  string(quote: string): string | null {
    const parts: string[] = [];
    while (!this.done()) {
      const char = this.peek();
      if (NEWLINE.test(char)) return null;
      this.at++;
      if (char === quote) break;
      if (char !== "\\") parts.push(char);
      else if (this.peek() === "\r" && this.peek(1) === "\n") this.at += 2;
      else if (NEWLINE.test(this.peek())) this.at++;
      else if (!this.done()) parts.push(this.escaped());
    }
    return parts.join("");
  }

  /** Behind `url(` when no quote follows; `null` when it is none, with everything up to its end read over. */
  address(): string | null {
    const parts: string[] = [];
    this.spaces();
    while (!this.done()) {
      const char = this.peek();
      if (char === ")") {
        this.at++;
        return parts.join("");
      }
      if (SPACE.test(char)) {
        this.spaces();
        if (this.done() || this.peek() === ")") continue;
        return this.badAddress();
      }
      const broken = char === "\\" ? !this.escapeAt(0) : /["'(]/.test(char) || NON_PRINTABLE.test(char);
      if (broken) return this.badAddress();
      this.at++;
      parts.push(char === "\\" ? this.escaped() : char);
    }
    return parts.join("");
  }

  private badAddress(): null {
    while (!this.done()) {
      const escape = this.escapeAt(0);
      const char = this.text[this.at++];
      if (escape) this.escaped();
      else if (char === ")") break;
    }
    return null;
  }

  comment(): void {
    const end = this.text.indexOf("*/", this.at + 2);
    this.at = end < 0 ? this.text.length : end + 2;
  }
}
