/** Where a document's files go, as the recorder says. */
export interface AssetSite {
  /** Of what is kept in storage. */
  prefix: string;
  /** The session, and the address for `path` under its assets; `undefined` while nothing may be named or sent. */
  place(): AssetPlace | undefined;
  /** Whether style sheets may travel as the site serves them, beside the recording. */
  isRaw(): boolean;
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
