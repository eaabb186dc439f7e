/** How recording starts. */
export interface InitOptions {
  /** Publishable key of the environment (`ph_…`). */
  key: string;
  /** Origin of the Playhead server. The script tag knows its own; the npm module has to be told. */
  host?: string;
  /** `true`: nothing is asked or recorded before `start()` is called. */
  manual?: boolean;
}

export type TraitValue = string | number | boolean | null;

/**
 * `window.playhead`, and the default export of the npm module. No call throws; one with bad arguments does nothing and says
 * so once in the console. Calls made before the decision to record are kept and carried out after it.
 */
export interface Playhead {
  /** Asks the server whether this visit is recorded, and records when it is. Only the first call counts. */
  init(options: InitOptions): void;
  /** Records again after `stop()`, for the first time with `manual`, or in full where the settings wait for it. The server may still say no. */
  start(): void;
  /** Ends recording in this document and gives back everything that was hooked. What was recorded is still sent. */
  stop(): void;
  /** Resolves when the server has all events up to now; rejects when recording has ended without that. */
  flush(): Promise<void>;
  /**
   * Says who the visitor is: up to 256 characters. Traits can be looked at by segments. `signature` is needed where the settings
   * want user ids signed: hex HMAC-SHA-256 of `user`, made by the site's server.
   */
  identify(user: string, traits?: Record<string, TraitValue>, signature?: string): void;
  /** Records an event of the site: a name of up to 128 characters, and whatever JSON can hold. */
  track(name: string, properties?: Record<string, unknown>): void;
  /** The id of the session being recorded, else `null`. */
  sessionId(): string | null;
  /** Where the session being recorded can be watched, at the present moment, else `null`. */
  sessionUrl(): string | null;
  /** Unix milliseconds on the server's clock, as far as it is known. */
  now(): number;
  /** The visitor's own choice, for a switch of the site's own making; `<playhead-consent>` is a ready one. */
  consent: Consent;
}

/** How the visitor's switch stands. When the settings have none (`shown: false`) there is nothing to show. */
export type ConsentState =
  | { shown: false }
  | {
      shown: true;
      /** What the visitor has chosen, or `null`. */
      choice: "yes" | "no" | null;
      /** Whether that, Global Privacy Control and the default together let the visitor be recorded. */
      allowed: boolean;
      because: "choice" | "gpc" | "unset" | "outdated";
      /** When it was chosen, Unix milliseconds, and to which version of the text; `null` without a choice. */
      at: number | null;
      chosenVersion: number | null;
      version: number;
      purpose: string;
      noticeUrl: string;
      /** Whether the visitor may have everything deleted. */
      erasure: boolean;
    };

/** Every call fetches what it needs first, and rejects when that fails or `init` has not been called. */
export interface Consent {
  get(): Promise<ConsentState>;
  /** Turns recording on or off, in all tabs. */
  set(on: boolean): Promise<ConsentState>;
  /** Calls `hear` with the present state and with every later one. Resolves to what ends that. */
  subscribe(hear: (state: ConsentState) => void): Promise<() => void>;
  /** Deletes everything about the visitor, and turns recording off. */
  erase(): Promise<void>;
}
