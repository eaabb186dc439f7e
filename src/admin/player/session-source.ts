import type { Watched } from "../../protocol/activity/stretches.ts";
import type { Manifest, ManifestAsset, PlayGrant } from "../../protocol/api.schema.ts";
import type { ChunkReader } from "./chunk-reader.ts";

/** Where a session is played from: this server as a member or by a link, or the file that the player itself is in. */
export interface SessionSource {
  /** Opens the session: a view of its own. */
  manifest(signal: AbortSignal): Promise<Manifest>;
  /** Goes on with the view that a grant is for. */
  renew(grant: string): Promise<PlayGrant>;
  /** Tells what was shown; also while the page goes. */
  watched(grant: string, watched: readonly Watched[]): Promise<void>;
  /** The text of chunk lines. */
  chunk(n: number, grant: string, signal: AbortSignal): Promise<string>;
  /** The files that the session has by now. */
  files(grant: string, signal: AbortSignal): Promise<ManifestAsset[]>;
  /** Where a picture gets a file from. */
  fileAddress(file: ManifestAsset, grant: string): string;
  /** The text of a style sheet, its own addresses as `fileAddress` gives them. */
  sheet(file: ManifestAsset, grant: string, signal: AbortSignal): Promise<string>;
  /** Address of the live socket; `null` where there is none. */
  liveAddress(grant: string): string | null;
  reader(): ChunkReader;
}
