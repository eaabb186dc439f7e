import { runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Recording } from "../../src/durable-objects/index.ts";
import { LIMITS, newPrivacy, type RecordedEvent } from "../../src/protocol/index.ts";
import {
  admitted,
  batchUrl,
  identityOf,
  makeEvents,
  makeTenant,
  objectOf,
  postBatch,
  readStored,
  wireText,
} from "./builders.ts";

afterEach(() => vi.useRealTimers());

const change = (content: string): RecordedEvent => ({
  type: 3,
  data: {
    source: 0,
    texts: [{ id: 1, value: content }],
    attributes: [{ id: 1, attributes: { value: content } }],
    removes: [],
    adds: [],
  },
  timestamp: Date.now(),
});

/** Posts a first batch with this text in it, twice, and gives what is stored of it. */
async function stored(content: string, privacy = newPrivacy()): Promise<string> {
  const { tenant, key } = await makeTenant({}, {}, { privacy });
  const { body, answer } = await admitted(key);
  const url = batchUrl(body.session, body.page, 0, answer.token);
  const wire = wireText([...makeEvents(0), change(content)]);
  expect((await postBatch(url, wire)).status).toBe(202);
  // The same again is the same batch, whatever has become of it since.
  expect((await postBatch(url, wire)).status).toBe(202);
  const identity = identityOf({ tenant, session: body.session });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + LIMITS.chunkMaxAgeMs + 1 });
  await runInDurableObject(objectOf(identity), (instance: Recording) => instance.alarm());
  return JSON.stringify(await readStored(identity));
}

describe("what is stored of a batch", () => {
  it("holds no secrets, and no values that the recorder let through", async () => {
    const text = await stored("call jane, card 4242 4242 4242 4242");
    expect(text).toContain("call jane, card [card]");
    expect(text).not.toContain("4242");
    expect(text.match(/call jane/g)).toHaveLength(1);
  });

  it("holds no text at all in a content-free recording", async () => {
    const text = await stored("call jane", { ...newPrivacy(), mode: "content_free" });
    expect(text).toContain("••••••");
    expect(text).not.toMatch(/jane|"List"/);
  });
});
