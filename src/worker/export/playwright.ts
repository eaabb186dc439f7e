import type { RecordedEvent } from "../../protocol/index.ts";
import type { ExportedSession } from "./exported-session.ts";
import { orderedLines } from "./ordered-lines.ts";
import { scriptOf } from "./playwright/script.ts";
import { StepMaker } from "./playwright/steps.ts";

/** A session as a test that does what the visitor did. Its events are read chunk by chunk; the test is small. */
export async function* playwrightOf(session: ExportedSession): AsyncGenerator<Uint8Array> {
  const { row, pages } = session;
  const tabs = new Map(pages.map(({ page, tab }) => [page, tab]));
  const maker = new StepMaker();
  for await (const { page, text } of orderedLines(session))
    maker.take(page, tabs.get(page) ?? "", JSON.parse(text) as RecordedEvent);
  yield new TextEncoder().encode(scriptOf(maker.steps, { session: row.id, startedAt: row.startedAt }));
}
