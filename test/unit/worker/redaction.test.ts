import { describe, expect, it } from "vitest";
import { redactFile } from "../../../src/worker/assets-fetch/redaction.ts";

const redact = (text: string, type: string) => {
  const { bytes, found } = redactFile(new TextEncoder().encode(text), type);
  return { text: new TextDecoder().decode(bytes), found };
};

const CARD = "4111 1111 1111 1111";

describe("a style sheet is stored", () => {
  it("without the secrets in its comments and strings", () => {
    const css = `/* by ann@example.com */ a::before { content: "card ${CARD}" } b { color: red }`;
    expect(redact(css, "text/css")).toEqual({
      text: `/* by [email] */ a::before { content: "card [card]" } b { color: red }`,
      found: ["email", "card"],
    });
  });

  it("with its addresses and numbers as they are, because files are found by them", () => {
    const css = `@import "icons@2x.example.css"; a { background: url("icon@2x.png"), url(ann@example.com.png); margin: 4111111111111111px }`;
    expect(redact(css, "text/css")).toEqual({ text: css, found: [] });
  });
});

describe("a drawing is stored", () => {
  it("without the secrets in its texts, with its coordinates as they are", () => {
    const svg = `<svg><!-- ann@example.com --><path d="M4111 1111 1111 1111z"/><text>${CARD}</text></svg>`;
    expect(redact(svg, "image/svg+xml").text).toBe(
      `<svg><!-- [email] --><path d="M4111 1111 1111 1111z"/><text>[card]</text></svg>`,
    );
  });
});

it("other files are stored as they are", () => {
  const bytes = new TextEncoder().encode(`PNG ${CARD} ann@example.com`);
  expect(redactFile(bytes, "image/png")).toEqual({ bytes, found: [] });
});
