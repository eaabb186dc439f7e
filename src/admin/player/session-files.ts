import type { ManifestAsset } from "../../protocol/api.schema.ts";
import type { RecordedEvent } from "../../protocol/events.ts";
import { fillEvent, type KeptFiles } from "./files.ts";
import { inlineImports } from "./imports.ts";
import type { SessionSource } from "./session-source.ts";

/** Style sheets are loaded this many at a time… */
const SHEETS_AT_ONCE = 6;
/** … and as many of a session: an ordinary one has a dozen. */
const SHEETS_MAX = 400;
/** Sheets within sheets; real sites have one or two levels. */
const IMPORT_DEPTH = 5;
/** Pictures do not wait longer than this for style sheets, milliseconds. */
const SHEETS_WAIT_MS = 5_000;

/** The files of a session, as they are needed to show events. */
export interface SessionFiles {
  /** The event with addresses in place of keys. */
  fill(event: RecordedEvent): RecordedEvent;
  /** Which files there are. `true` when one is among them that was missed in a picture. */
  know(assets: readonly ManifestAsset[]): boolean;
  /** What addresses are good for from now on. */
  grant(grant: string): void;
  /** Whether every style sheet is here, or was waited for long enough. */
  ready(): boolean;
  /** Whether some picture lacked a file. */
  lacking(): boolean;
  stop(): void;
}

/** The files of a session. `changed` is called when a style sheet has come, or was given up. */
export function createSessionFiles(
  source: Pick<SessionSource, "fileAddress" | "sheet">,
  changed: () => void,
): SessionFiles {
  const kept = new Map<string, ManifestAsset>();
  const texts = new Map<string, { text: string; grant: string }>();
  const missed = new Set<string>();
  const queue: ManifestAsset[] = [];
  const stopping = new AbortController();
  let filled = new WeakMap<RecordedEvent, RecordedEvent>();
  let ticket = "";
  let loading = 0;
  let waitUntil = Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** A sheet with what it imports. One that imports itself, by whatever way, ends there. */
  function whole({ text, grant }: { text: string; grant: string }, within: readonly string[]): string {
    // What the sheet names was given the grant that it was asked with.
    const fresh = text.replaceAll(`grant=${encodeURIComponent(grant)}`, `grant=${encodeURIComponent(ticket)}`);
    return inlineImports(fresh, (address) => {
      const key = /[?&]key=([0-9a-f]{16})(?:[&#]|$)/.exec(address)?.[1];
      const sheet = key === undefined || within.includes(key) ? undefined : texts.get(key);
      return sheet && within.length <= IMPORT_DEPTH ? whole(sheet, [...within, key!]) : null;
    });
  }

  const files: KeptFiles = {
    address(key) {
      const file = kept.get(key);
      if (!file) missed.add(key);
      return file ? source.fileAddress(file, ticket) : null;
    },
    sheet(key) {
      const sheet = texts.get(key);
      if (!sheet) {
        if (!kept.has(key)) missed.add(key);
        return null;
      }
      return whole(sheet, [key]);
    },
  };

  async function loadOne(file: ManifestAsset): Promise<void> {
    const grant = ticket;
    try {
      texts.set(file.key, { text: await source.sheet(file, grant, stopping.signal), grant });
      filled = new WeakMap();
    } catch {
      // The picture goes without this sheet; the rest of it is worth seeing.
    }
    loading--;
    if (stopping.signal.aborted) return;
    loadMore();
    changed();
  }

  function loadMore(): void {
    while (loading < SHEETS_AT_ONCE && queue.length > 0) {
      loading++;
      void loadOne(queue.shift()!);
    }
  }

  return {
    fill(event) {
      let made = filled.get(event);
      if (!made) filled.set(event, (made = fillEvent(files, event)));
      return made;
    },
    know(assets) {
      let useful = false;
      for (const file of assets) {
        if (kept.get(file.key)?.sha256 === file.sha256) continue;
        kept.set(file.key, file);
        useful ||= missed.delete(file.key);
        if (file.type === "text/css" && texts.size + queue.length < SHEETS_MAX) queue.push(file);
        filled = new WeakMap();
      }
      if (queue.length > 0 && loading === 0) {
        waitUntil = Date.now() + SHEETS_WAIT_MS;
        clearTimeout(timer);
        timer = setTimeout(changed, SHEETS_WAIT_MS);
      }
      loadMore();
      return useful;
    },
    grant(grant) {
      if (grant === ticket) return;
      ticket = grant;
      filled = new WeakMap();
    },
    ready: () => loading + queue.length === 0 || Date.now() >= waitUntil,
    lacking: () => missed.size > 0,
    stop() {
      clearTimeout(timer);
      stopping.abort();
    },
  };
}
