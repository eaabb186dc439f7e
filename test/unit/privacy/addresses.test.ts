import { expect, test } from "vitest";
import { LIMITS } from "../../../src/protocol/limits.ts";
import {
  DATA_ASSET,
  DATA_FONT,
  scrubAddress,
  scrubPageAddress,
  type AddressParts,
} from "../../../src/protocol/privacy/addresses.ts";
import { newRecorderPrivacy } from "../../../src/protocol/privacy/new-privacy.ts";

const privacy = { ...newRecorderPrivacy(), urlParameters: ["page", "utm_*"] };
const scrub = (address: string, parts?: AddressParts) => scrubAddress(address, privacy, parts);
const long = (chars: number) => "a".repeat(chars);

test.each([
  ["https://shop.example/a/b", "https://shop.example/a/b"],
  ["https://shop.example", "https://shop.example/"],
  ["HTTPS://SHOP.example/A", "https://shop.example/A"],
  ["http://shop.example:8080/a", "http://shop.example:8080/a"],
  ["https://jane:pw@shop.example/a", "https://shop.example/a"],
  ["https://a@b@shop.example/a", "https://shop.example/a"],
  ["https:\\\\shop.example\\a", "https://shop.example\\a"],
  ["https:shop.example/a", "https://shop.example/a"],
  ["https://", ""],
  ["https:// /a", ""],
  ["//cdn.example/a.css?x=1", "//cdn.example/a.css"],
  ["\\\\cdn.example/a", "//cdn.example/a"],
  ["//u:p@cdn.example", "//cdn.example/"],
  ["///x/a", "//x/a"],
  ["/a/b?token=1#pay", "/a/b"],
  ["a/b?token=1", "a/b"],
  ["?token=1", ""],
  ["#top", "#"],
  ["  #top ", "#"],
  ["", ""],
  ["/a;jsessionid=7/b;x", "/a;/b;"],
  ["/;x/;y/evil.example", "/;/;/evil.example"],
  ["https://h/a;jsessionid=7?x", "https://h/a;"],
  ["/a?page=2&token=1&utm_source=x", "/a?page=2&utm_source=x"],
  ["/a?token=1&pages=2", "/a"],
  ["/a?page", "/a?page"],
  ["/a#page=2&token=1", "/a#page=2"],
  ["/a?page=1?2#page=3#4", "/a?page=1?2#page=3#4"],
  ["/a#?page=2", "/a"],
  ["mailto:jane@example.com", "mailto:"],
  ["javascript:pay('7')", "javascript:"],
  ["java\tscript:pay('7')", "javascript:"],
  ["blob:https://shop.example/7", "blob:"],
  ["tel:123", "tel:"],
  ["xhttp:7", "xhttp:"],
  ["httpsx:7", "httpsx:"],
  ["a+b-c.d1:secret", "a+b-c.d1:"],
  ["1a:secret/b", "1a:secret/b"],
  ["data:image/png;base64,AAAA", "data:"],
  ["/a\nb\r?x", "/ab"],
  ["/a ?x=1", "/a"],
])("of %j stays %j", (address, kept) => {
  expect(scrub(address)).toBe(kept);
});

test.each([
  ["/icons.svg?v=2#cart", "/icons.svg#cart"],
  ["#gradient-1.a:b", "#gradient-1.a:b"],
  ["#1st", "#"],
  ["#a b", "#"],
  ["#a=b", "#"],
  [`#${long(64)}`, `#${long(64)}`],
  [`#${long(65)}`, "#"],
  ["#page=2", "#page=2"],
])("of the part of a drawing %j stays %j", (address, kept) => {
  expect(scrub(address, { fragment: true })).toBe(kept);
});

test("an address holds an image or a font only where one is wanted, and not a long one", () => {
  const image = "data:image/png;base64,AAAA";
  expect(scrub(image, { data: DATA_ASSET })).toBe(image);
  expect(scrub(` ${image}\n`, { data: DATA_ASSET })).toBe(image);
  expect(scrub("data:text/html,Jane", { data: DATA_ASSET })).toBe("data:");
  expect(scrub("x:data:image/png,", { data: DATA_ASSET })).toBe("x:");
  expect(scrub(image, { data: DATA_FONT })).toBe("data:");
  for (const type of ["font/woff2", "application/font-woff", "application/x-font-ttf"]) {
    expect(scrub(`data:${type},A`, { data: DATA_FONT })).toBe(`data:${type},A`);
    expect(scrub(`DATA:${type},A`, { data: DATA_ASSET })).toBe(`DATA:${type},A`);
  }
  expect(scrub("data:application/json,A", { data: DATA_ASSET })).toBe("data:");
  const most = "data:image/png,".padEnd(LIMITS.dataUrlChars, "A");
  expect(scrub(most, { data: DATA_ASSET })).toBe(most);
  expect(scrub(`${most}A`, { data: DATA_ASSET })).toBe("data:");
});

test("what is longer than an address may be is cut, and its parameters go first", () => {
  const most = `/${long(LIMITS.urlChars - 1)}`;
  expect(scrub(most)).toBe(most);
  expect(scrub(`${most}b`)).toBe(most);
  expect(scrub(`${most}?page=1`)).toBe(most);
  expect(scrub(`/a?page=${long(LIMITS.urlChars)}`)).toBe("/a");
  const exact = `/a?page=${long(LIMITS.urlChars - 8)}`;
  expect(scrub(exact)).toBe(exact);
});

test("without a list no parameter stays", () => {
  expect(scrubAddress("/a?page=1#page=2", newRecorderPrivacy())).toBe("/a");
});

test("the address of a page is absolute, or nothing; and nothing where addresses are not collected", () => {
  expect(scrubPageAddress("https://shop.example/a?x=1", privacy)).toBe("https://shop.example/a");
  expect(scrubPageAddress("  https://shop.example/a", privacy)).toBe("https://shop.example/a");
  expect(scrubPageAddress("/a", privacy)).toBe("");
  expect(scrubPageAddress("a b:c", privacy)).toBe("");
  expect(scrubPageAddress("https://shop.example/a", { ...privacy, urls: false })).toBe("");
});
