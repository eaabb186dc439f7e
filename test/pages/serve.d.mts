export interface PagesServer {
  /** Such as `http://127.0.0.1:19020`, without a slash at its end. */
  origin: string;
  close(): Promise<void>;
}

export function startPages(options: { port: number; snippet: string; modules?: string }): Promise<PagesServer>;
