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
  /** Records again after `stop()`, or for the first time with `manual`. The server may still say no. */
  start(): void;
  /** Ends recording in this document and gives back everything that was hooked. What was recorded is still sent. */
  stop(): void;
  /** Resolves when the server has all events up to now; rejects when recording has ended without that. */
  flush(): Promise<void>;
  /** Says who the visitor is: up to 256 characters. */
  identify(user: string, traits?: Record<string, TraitValue>): void;
  /** Records an event of the site: a name of up to 128 characters, and whatever JSON can hold. */
  track(name: string, properties?: Record<string, unknown>): void;
  /** The id of the session being recorded, else `null`. */
  sessionId(): string | null;
  /** Where the session being recorded can be watched, at the present moment, else `null`. */
  sessionUrl(): string | null;
  /** Unix milliseconds on the server's clock, as far as it is known. */
  now(): number;
}
