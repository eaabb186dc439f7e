import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteRange } from "../../../src/worker/admin/byte-range.ts";
import { claimFits, kindOf, sniffType } from "../../../src/worker/assets-fetch/media-types.ts";

const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe("the type of a file", () => {
  it.each([
    ["\x89PNG\r\n\x1a\n....", "image", "image/png"],
    ["\xff\xd8\xff\xe0....", "image", "image/jpeg"],
    ["GIF89a....", "image", "image/gif"],
    ["RIFF....WEBPVP8 ", "image", "image/webp"],
    ["\0\0\0\x1cftypavif", "image", "image/avif"],
    ["<svg xmlns='x'/>", "image", "image/svg+xml"],
    ["\xef\xbb\xbf<?xml version='1.0'?><!-- a --><!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg>", "image", "image/svg+xml"],
    ["wOF2....", "font", "font/woff2"],
    ["\0\x01\0\0....", "font", "font/ttf"],
    ["\0\0\0\x18ftypmp42", "media", "video/mp4"],
    ["ID3\x03", "media", "audio/mpeg"],
    ["a{color:red}", "style", "text/css"],
    ["/*! <html> */ @import 'x';", "style", "text/css"],
    ["", "style", "text/css"],
  ] as const)("is read out of its bytes: %j as %s", (text, kind, type) => {
    expect(sniffType(latin(text), kind)).toBe(type);
  });

  it.each([
    ["<!DOCTYPE html><style>a{}</style>", "style"],
    ["  <html>", "style"],
    ["/* a */ /* b */ <script>", "style"],
    ["\xef\xbb\xbf<html>", "style"],
    ['{"error":"not found"}', "style"],
    ["a{}\0", "style"],
    ["\x89PNG\r\n\x1a\n....", "style"],
    ["<!DOCTYPE html><html><svg></svg>", "image"],
    ["<html xmlns='svg'>", "image"],
    ["<!-- <svg> --><html>", "image"],
    ["<svgx>", "image"],
    ["a{color:red}", "image"],
    ["wOF2", "image"],
    ["\x89PNG\r\n\x1a\n", "font"],
    ["<svg>", "font"],
    ["<svg>", "media"],
    ["\x7fELF", "media"],
    ["MZ\x90\0", "image"],
    ["%PDF-1.7", "image"],
    ["", "image"],
  ] as const)("is refused where the bytes are another: %j as %s", (text, kind) => {
    expect(sniffType(latin(text), kind)).toBeNull();
  });

  it("claims that do not fit are refused", () => {
    expect(claimFits("text/css; charset=utf-8", "style")).toBe(true);
    for (const type of ["text/html", "text/plain", "application/json", "", null])
      expect(claimFits(type, "style")).toBe(false);
    for (const type of ["text/html", "text/css", "application/javascript"])
      for (const kind of ["image", "font", "media"] as const) expect(claimFits(type, kind)).toBe(false);
    expect(kindOf("text/html")).toBeNull();
    expect(kindOf("application/octet-stream")).toBeNull();
    expect(kindOf("Image/SVG+xml; x")).toBe("image");
  });

  it("is found, or not, for any bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.constantFrom("style", "image", "font", "media"),
        (bytes, kind) => {
          const type = sniffType(bytes, kind);
          expect(type === null || kindOf(type) === kind).toBe(true);
        },
      ),
    );
  });
});

describe("a range", () => {
  it.each<[string | undefined, ReturnType<typeof byteRange>]>([
    ["bytes=0-1", { from: 0, to: 1 }],
    ["bytes=0-", { from: 0, to: 99 }],
    ["bytes=90-200", { from: 90, to: 99 }],
    ["bytes=-10", { from: 90, to: 99 }],
    ["bytes=-1000", { from: 0, to: 99 }],
    ["bytes=100-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=5-2", null],
    ["bytes=-", null],
    ["bytes=0-1,3-4", null],
    ["lines=0-1", null],
    ["bytes=a-b", null],
    [undefined, null],
  ])("%s of 100 bytes", (header, expected) => {
    expect(byteRange(header, 100)).toEqual(expected);
  });
});
