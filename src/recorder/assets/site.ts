/** Where a document's files go, as the recorder says. */
export interface AssetSite {
  /** Of what is kept in storage. */
  prefix: string;
  /** The session, and the address for `path` under its assets; `undefined` while nothing may be sent. */
  place(): AssetPlace | undefined;
}

export interface AssetPlace {
  session: string;
  /** `query` is added to the token. */
  url(path: string, query: string): string;
}
