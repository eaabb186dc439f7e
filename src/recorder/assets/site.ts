/** Where a document's files go, as the recorder says. */
export interface AssetSite {
  /** Of what is kept in storage. */
  prefix: string;
  /** The session, and the address for `path` under its assets; `undefined` while nothing may be sent. */
  place(): AssetPlace | undefined;
  /** `none`: no file is named. `named`: style sheets stay in the recording. `raw`: they travel as the site serves them. `whole`: events
   * carry what they can, because they are played without the files of this session. */
  mode(): "none" | "named" | "raw" | "whole";
  /** Whether what this element shows may leave the page. */
  isShown(element: Element): boolean;
  /** Fetches the chunk at a path of the server. */
  load(path: string): Promise<unknown>;
}

export interface AssetPlace {
  session: string;
  /** `query` is added to the token. */
  url(path: string, query: string): string;
}
