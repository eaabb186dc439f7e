import { describe, expect, it } from "vitest";
import { deletedText, jobText, personAsked, progressText } from "../../../src/admin/deletion/deletion-words.ts";
import { readSessionSearch } from "../../../src/admin/page-search.ts";
import { personRequest } from "../../../src/protocol/deletion.schema.ts";

describe("the words of deleting", () => {
  it("tell what was deleted and what stays", () => {
    expect(deletedText({ total: 1, pinned: [] })).toBe("1 session deleted.");
    expect(deletedText({ total: 1200, pinned: ["a"] })).toBe(
      "1,200 sessions deleted. 1 session is pinned and stays: unpin first.",
    );
    expect(deletedText({ total: 0, pinned: ["a", "b"] })).toBe("2 sessions are pinned and stay: unpin first.");
  });

  it("tell what a job is and how far it has come", () => {
    const job = { id: "1", by: "system", name: null, at: 1, finishedAt: null, total: 3, done: 1 };
    expect(progressText({ ...job, kind: "delete" })).toBe("1 of 3 sessions");
    expect(progressText({ ...job, kind: "retention", finishedAt: 2, done: 1 })).toBe("1 session");
    for (const kind of ["delete", "erase", "retention", "restore"] as const)
      expect(jobText({ ...job, kind })).toMatch(/^[A-Z]/);
  });

  it("take a GUID for a browser and everything else for a user id, in a way that the server takes", () => {
    const guid = "01900000-0000-7000-8000-00000000000A";
    expect(personAsked(` ${guid} `)).toEqual({ visitor: guid.toLowerCase() });
    expect(personAsked(" anna@example.com ")).toEqual({ user: "anna@example.com" });
    for (const text of [guid, "anna", "01900000"])
      expect(personRequest.safeParse(personAsked(text)).success).toBe(true);
  });
});

it("the address of the list asks for what it knows, and nothing else", () => {
  expect(readSessionSearch({ q: "has:error" })).toEqual({ q: "has:error" });
  // The router takes what looks like a number for one.
  expect(readSessionSearch({ q: 404 })).toEqual({ q: "404" });
  for (const q of ["", {}, null, undefined]) expect(readSessionSearch({ q, other: "x" })).toEqual({});
});
