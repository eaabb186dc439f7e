import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactSecrets } from "../../../src/protocol/privacy/secrets.ts";

describe("secrets are taken out of a text", () => {
  test.each([
    ["card 4242 4242 4242 4242, thanks", "card [card], thanks", "card"],
    ["4111111111111111", "[card]", "card"],
    ["3782-822463-10005", "[card]", "card"],
    ["5555\u00a05555\u00a05555\u00a04444", "[card]", "card"],
    ["4222222222222", "[card]", "card"],
    ["4000 0000 0000 0000 006", "[card]", "card"],
    ["2221 0000 0000 0009", "[card]", "card"],
    ["2720 9900 0000 0007", "[card]", "card"],
    ["3056 930902 5904", "[card]", "card"],
    ["6011 1111 1111 1117", "[card]", "card"],
    ["3530111333300000", "[card]", "card"],
    ["6304000000000000", "[card]", "card"],
    ["4242 4242 4242 4242 4111 1111 1111 1111", "[card] [card]", "card"],
    ["06 1234 4242 4242 4242 4242", "06 1234 [card]", "card"],
    ["DE89 3704 0044 0532 0130 00 Jane", "[iban] Jane", "iban"],
    ["DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", "[iban]", "iban"],
    ["DE89-3704-0044-0532-0130-00", "[iban]", "iban"],
    ["NO93 8601 1117 947", "[iban]", "iban"],
    ["MT84MALT011000012345MTLCAST001S", "[iban]", "iban"],
    ["IBAN:GB82WEST12345698765432.", "IBAN:[iban].", "iban"],
    ["mail jane.doe+x@mail.example.co.uk!", "mail [email]!", "email"],
    [
      `${"l".repeat(64)}@${"d".repeat(63)}.${"d".repeat(63)}.${"d".repeat(63)}.${"d".repeat(38)}.example`,
      "[email]",
      "email",
    ],
    ["jane@x1.example", "[email]", "email"],
    ["<müller@bücher.example>", "<[email]>", "email"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P", "[jwt]", "jwt"],
    ["Authorization: Bearer abcdef0123456789abcd", "Authorization: Bearer [token]", "token"],
    ["Basic dXNlcjpwYXNzd29yZDEyMw==", "Basic [token]", "token"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- x", "[private_key] x", "private_key"],
    ["-----BEGIN PRIVATE KEY-----\nMIIE that is cut off", "[private_key]", "private_key"],
    ["AKIAIOSFODNN7EXAMPLE", "[api_key]", "api_key"],
    [`ghp_${"a1B2".repeat(9)}`, "[api_key]", "api_key"],
    ["sk_live_4eC39HqLyjWDarjtT1zdp7dc", "[api_key]", "api_key"],
  ])("%j", (text, left, kind) => {
    expect(redactSecrets(text)).toEqual({ text: left, found: [kind] });
  });
});

describe("what only looks like one is left alone", () => {
  test.each([
    "1700000000000",
    "2026-11-22T02:36:54.123Z",
    "+49 151 23456789",
    "(0170) 123 45 67 / 0170 123 45 68",
    "0197a5c2-1111-7abc-8def-424242424242",
    "4242424242424241",
    "424242424242",
    "42424 2424 2424 2424",
    "9999 9999 9999 9995",
    "4444 4444 4444 4444",
    "2220 0000 0000 0001",
    "2721 0000 0000 0004",
    "DE89  3704 0044 0532 0130 00",
    "DE89_3704004405320130",
    "DE89 3704 0044 0532 0130 00A",
    "DE89 3704 0044 0532 0130 00_",
    "DE89 3704 0044 0532 013",
    "XX89 3704 0044 0532 0130 00",
    "DE89 3704.0044 0532 0130 00",
    "0000 0000 0000 0000",
    "0.4242424242424242",
    "order 4242424242424242a",
    "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
    "1024 2048 4096 8192 16384 32768",
    "DE89 3704 0044 0532 0130 01",
    "ST12 ABCD EFGH",
    "@media (min-width: 600px) { .a { color: red } }",
    "npm install @scope/package@1.2.3",
    "a @ b, @jane, jane@localhost",
    "jane@ mail.example.com",
    "jane@a_b.example",
    "@example.com",
    "jane@.example.com",
    "Basic understanding of internationalisation",
    "the bearer of this letter",
    "eyJ is how they begin",
    "M426.2736 143.845 L426.3349 143.8251 4111111111.11 1111",
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO",
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "rgb(255 255 255 / 0.5) 1111 2222 3333 4444",
    "ISBN 978-3-16-148410-0",
  ])("%j", (text) => {
    expect(redactSecrets(text)).toEqual({ text, found: [] });
  });

  test("numbers without Luhn's digit, and times", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000_000, max: 2_000_000_000_000 }), (time) => {
        expect(redactSecrets(`at ${time} ms`).found).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(redactSecrets(uuid).found).toEqual([]);
      }),
    );
  });
});

test("what is left holds no secret", () => {
  const parts = fc.constantFrom(
    "4242 4242 4242 4242",
    "4111111111111111",
    "a@b.example",
    " ",
    "-",
    "DE89370400440532013000",
    ",",
    "x",
    "7",
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 8 }), (list) => {
      const once = redactSecrets(list.join("")).text;
      expect(redactSecrets(once).text).toBe(once);
    }),
  );
});

test.each(["a@b.exama@b.example.com", "a@b.exampl".repeat(40), "a@b.example4111111111111111a@b.example"])(
  "of secrets that stand directly together none is left: %s",
  (text) => {
    const once = redactSecrets(text);
    expect(once.found).toContain("email");
    expect(redactSecrets(once.text)).toEqual({ text: once.text, found: [] });
  },
);

test("a kind may be left alone", () => {
  expect(redactSecrets("jane@example.com 4111111111111111", ["email"])).toEqual({
    text: "jane@example.com [card]",
    found: ["card"],
  });
});

test.each(
  [
    "a",
    "@",
    "a@",
    "1",
    "4 ",
    "4242 ",
    "1-",
    "eyJ",
    "eyJaaaaa.",
    "bearer ",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN ",
    "DE89 ",
    "DE89",
    "a@a.",
    "AKIA",
    "xoxb-",
    "a.",
    "123456789012 x",
  ].map((piece) => [piece]),
)("a megabyte of %j is looked through in time", (piece) => {
  const text = piece.repeat(Math.ceil(1_048_576 / piece.length));
  const started = performance.now();
  redactSecrets(text);
  // Linear ways take up to 0.2 s; one that goes back and forth takes minutes.
  expect(performance.now() - started).toBeLessThan(3_000);
});
