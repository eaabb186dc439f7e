import type { AssetKind } from "../../protocol/asset.schema.ts";
import type { Stop } from "../guard.ts";
import type { Memory } from "./memory.ts";
import type { AssetSite } from "./site.ts";

/** An address that the page names. */
export interface Used {
  key: string;
  url: string;
  kind: AssetKind;
  /** Who names it; nobody when it has been told. */
  element: Node | undefined;
}

export type Pictured = HTMLImageElement | HTMLMediaElement;

/** Content that events name by key from now on, while its bytes are on their way to the server. */
export interface Carried {
  kind: AssetKind;
  url: string | undefined;
  /** What the key stands for, as far as later events can tell. */
  print: string;
  from: CSSStyleSheet | Pictured;
  /** The address of an image, a video or a sound. */
  src?: string;
  /** Attributes that carry the content itself, by the id of their node. */
  instead: Map<number, Record<string, string>>;
}

/** What is known of a document's files: written while events are made, worked off when the page is idle. */
export interface Ledger {
  site: AssetSite;
  memory: Memory;
  /** By key. */
  used: Map<string, Used>;
  /** By key. */
  pending: Map<string, Carried>;
  /** Keys of `pending` that nothing has been done about yet. */
  fresh: string[];
  /** Style sheets that are not in the recording: what they load is not named yet. */
  sheets: { css: string; base: string; element: Node }[];
  use(url: string, kind: AssetKind, element: Node): void;
  /** Says the content of a key in full, now and from now on. */
  fail(key: string): void;
  fault(): void;
}

/** What works the ledger off. */
export interface Carrier {
  /** Something was written; `soon`: recordings wait for it. */
  wake(soon: boolean): void;
  /** The page may go: what was not told yet is told at once. */
  leave(): void;
  stop: Stop;
}

/** What the chunk of the carrier exports. */
export interface CarrierChunk {
  createCarrier(ledger: Ledger): Carrier;
}
