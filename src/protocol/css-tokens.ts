import { SPACE, Scanner } from "./css-scanner.ts";

/**
 * The tokens of a style sheet, as browsers read them (https://drafts.csswg.org/css-syntax-3/#tokenization), as far as it matters
 * for finding addresses: numbers, hashes and names are told apart so that what follows them is read the way a browser reads it.
 */

export interface CssToken {
  /** `other` is everything that has no value here: numbers, hashes, single characters; `bad` is a broken string or address. */
  type: "name" | "function" | "at" | "string" | "url" | "open" | "close" | "space" | "other" | "bad";
  /** Decoded: names in lower case, the text of a string or address, the bracket. */
  value: string;
  start: number;
  end: number;
}

type Read = [type: CssToken["type"], value: string];

function readName(scan: Scanner): Read {
  const name = scan.name().toLowerCase();
  if (scan.peek() !== "(") return ["name", name];
  scan.at++;
  if (name !== "url") return ["function", name];
  const begin = scan.at;
  scan.spaces();
  const quoted = /["']/.test(scan.peek());
  scan.at = begin;
  if (quoted) return ["function", name];
  const address = scan.address();
  return address === null ? ["bad", ""] : ["url", address];
}

function readToken(scan: Scanner): Read {
  const char = scan.peek();
  if (SPACE.test(char)) {
    scan.spaces();
    return ["space", ""];
  }
  if (char === "/" && scan.peek(1) === "*") {
    scan.comment();
    return ["space", ""];
  }
  if (char === '"' || char === "'") {
    scan.at++;
    const text = scan.string(char);
    return text === null ? ["bad", ""] : ["string", text];
  }
  if (scan.numberStarts()) {
    scan.number();
    return ["other", ""];
  }
  // The end of an HTML comment begins like a name and is none.
  if (char === "-" && scan.peek(1) === "-" && scan.peek(2) === ">") {
    scan.at += 3;
    return ["other", ""];
  }
  if (scan.nameStartsAt()) return readName(scan);
  scan.at++;
  if (char === "#" && scan.nameGoesOnAt()) {
    scan.name();
    return ["other", ""];
  }
  if (char === "@" && scan.nameStartsAt()) return ["at", scan.name().toLowerCase()];
  if ("([{".includes(char)) return ["open", char];
  return ")]}".includes(char) ? ["close", char] : ["other", char];
}

/** All tokens of a style sheet, in order and without gaps. Time is linear, and no text makes it throw. */
export function* cssTokens(text: string): Generator<CssToken> {
  const scan = new Scanner(text);
  while (!scan.done()) {
    const start = scan.at;
    const [type, value] = readToken(scan);
    yield { type, value, start, end: scan.at };
  }
}
