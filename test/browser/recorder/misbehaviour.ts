import type { Page } from "playwright-core";
import { expect } from "vitest";
import { EventType, IncrementalSource, type RecordedEvent } from "../../../src/protocol/events.ts";
import type { useStage } from "./stage.ts";

interface Attributes {
  id: number;
  attributes: Record<string, unknown>;
}

/** What a page that misbehaves has recorded, and whether it can still be used. */
export function watchMisbehaviour(stage: ReturnType<typeof useStage>) {
  const events = (): RecordedEvent[] =>
    stage.ingest.stored
      .toSorted((a, b) => (a.page < b.page ? -1 : a.page > b.page ? 1 : a.seq - b.seq))
      .flatMap(({ batch }) => batch.events);
  return {
    events,
    keyframes: (): RecordedEvent[] => events().filter(({ type }) => type === EventType.FullSnapshot),
    levels: () => stage.ingest.payloads("playhead.level"),
    gaps: () => stage.ingest.payloads("playhead.gap"),
    /** Changes of attributes, in order. */
    attributes: (): Attributes[] =>
      events()
        .filter(
          ({ type, data }) =>
            type === EventType.IncrementalSnapshot &&
            (data as { source: number }).source === IncrementalSource.Mutation,
        )
        .flatMap(({ data }) => (data as { attributes: Attributes[] }).attributes),
    async isUsable(page: Page): Promise<void> {
      await page.click("#buy");
      await page.evaluate(() => (window.playhead.track("usable"), window.playhead.flush()));
      expect(stage.ingest.payloads("playhead.track")).toContainEqual({ name: "usable" });
      expect(stage.errors).toEqual([]);
    },
  };
}

export function flush(page: Page): Promise<void> {
  return page.evaluate(() => window.playhead.flush());
}

export const LIST = `<button id="buy">Buy</button><ul id="list">${"<li>item</li>".repeat(2_000)}</ul>`;
