import type { ConsentState } from "./api.ts";

/** Where the consent chunk is on the server. */
export const CONSENT_PATH = "/r/consent.js";

/** Name in local storage of a no that has not reached the server. */
export const PENDING_NO = "consent.pending";

/** What the consent chunk is given. */
export interface ConsentSite {
  host: string;
  key: string;
  visitor: string;
  /** Who the site says the visitor is, at the moment. */
  user(): { user?: string | undefined; signature?: string | undefined };
  /** Names in storage and of channels begin so. */
  storagePrefix: string;
  /** This tab may record: the server is asked. */
  restart(): void;
  /** This tab must not record: what has not been sent is forgotten. */
  stop(why: string): void;
}

/** What `consent.js` exports. */
export interface ConsentChunk {
  openConsent(site: ConsentSite): {
    get(): Promise<ConsentState>;
    set(on: boolean): Promise<ConsentState>;
    subscribe(hear: (state: ConsentState) => void): () => void;
    erase(): Promise<void>;
  };
  /** Fills a `<playhead-consent>`. */
  mount(element: HTMLElement, site: ConsentSite): void;
}
