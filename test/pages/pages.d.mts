import type { Page } from "playwright-core";

export interface ThirdPartyPage {
  name: string;
  /** To be opened before `run` is called. */
  path: string;
  /** Plays the interaction; calls `mark` at moments when nothing on the page moves any more. */
  run(page: Page, mark: (label: string) => Promise<void>): Promise<void>;
}

export const pages: ThirdPartyPage[];
