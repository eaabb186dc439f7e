import { EventType, IncrementalSource, type RecordedEvent } from "../events.ts";
import type { RecorderPrivacy } from "./privacy.schema.ts";
import { storedContext } from "./stored-context.ts";
import type { StoredRules } from "./stored-rules.ts";
import { StoredTree } from "./stored-tree.ts";
import { isLoose, textOf, type PageContext } from "./treatment.ts";

function pathOf(address: unknown): string | null {
  const text = textOf(address);
  return URL.canParse(text) ? new URL(text).pathname : null;
}

/** Follows one page through its stored events, in their order: its document, and its path. */
export class PageFollower {
  readonly tree = new StoredTree();
  private path: string | null = null;
  /** Whether the document is known: a full snapshot has come, and nothing is missing since. */
  private isKnown = false;

  /** Something is missing here: until the next full snapshot nobody knows what the page looked like. */
  interrupt(): void {
    this.isKnown = false;
  }

  /** Takes an event, before it is filtered. */
  follow({ type, data }: RecordedEvent): void {
    if (!isLoose(data)) return;
    if (type === EventType.FullSnapshot) {
      this.tree.reset(data["node"]);
      this.isKnown = true;
    } else if (type === EventType.IncrementalSnapshot) {
      if (data["source"] === IncrementalSource.Mutation) this.tree.mutate(data);
      else if (data["source"] === IncrementalSource.Input) this.tree.remark(data);
    } else if (type === EventType.Meta) this.path = pathOf(data["href"]);
    else if (type === EventType.Custom && /^playhead\.(?:page|navigation)$/.test(textOf(data["tag"]))) {
      if (isLoose(data["payload"])) this.path = pathOf(data["payload"]["url"]);
    }
  }

  /** What the page would say of its nodes now; `undefined`: the marks on the events are all there is to go by. */
  context(rules: StoredRules, privacy: RecorderPrivacy): PageContext | undefined {
    const holding = rules.on(this.path);
    if (this.isKnown) return storedContext(this.tree, holding, privacy);
    return holding.hides ? storedContext(new StoredTree(), holding, privacy) : undefined;
  }
}
