/** First digits and lengths of payment cards (ISO/IEC 7812, and the ranges that the networks publish). */
const NETWORKS: readonly [prefix: RegExp, lengths: string][] = [
  [/^4/, "13 16 19"],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, "16"],
  [/^3[47]/, "15"],
  [/^3(?:0[0-5]|[689])/, "14 16 19"],
  [/^(?:6011|65|64[4-9]|62|35|8[12])/, "16 17 18 19"],
  [/^(?:50|5[6-9]|6[37])/, "13 14 15 16 17 18 19"],
];

/** Sizes of the groups that cards are printed in. */
const GROUPS = /^(?:1[3-9]|4 4 4 [1-4]|4 4 4 4 [1-3]|4 6 [45])$/;
/** Groups of one card at most. */
const GROUPS_MAX = 5;
const DIGITS_MIN = 13;
const DIGITS_MAX = 19;

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

function isCard(digits: string): boolean {
  const network = NETWORKS.some(
    ([prefix, lengths]) => prefix.test(digits) && lengths.split(" ").includes(`${digits.length}`),
  );
  return network && new Set(digits).size > 1 && passesLuhn(digits);
}

/** Where a run of digits, spaces and dashes holds payment cards: from, to. Cards are looked for by whole groups of digits. */
export function cardsIn(run: string): [from: number, to: number][] {
  const groups = [...run.matchAll(/\d+/g)];
  const found: [number, number][] = [];
  for (let first = 0; first < groups.length; first++) {
    let digits = "";
    let sizes = "";
    for (let next = first; next < groups.length && next < first + GROUPS_MAX; next++) {
      const { 0: text, index } = groups[next]!;
      digits += text;
      // Of a longer number every part would be looked at.
      if (digits.length > DIGITS_MAX || !/^(?:4|1[3-9])/.test((sizes += `${sizes && " "}${text.length}`))) break;
      if (digits.length < DIGITS_MIN || !GROUPS.test(sizes) || !isCard(digits)) continue;
      found.push([groups[first]!.index, index + text.length]);
      first = next;
      break;
    }
  }
  return found;
}
