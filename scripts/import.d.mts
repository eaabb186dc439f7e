/** Where sessions are imported to, and what says who imports. */
export interface ImportTarget {
  url: string;
  headers: Record<string, string>;
}
export function demoTarget(url: string): Promise<ImportTarget>;
export function importLines(
  lines: Iterable<string> | AsyncIterable<string>,
  target: ImportTarget,
  environment?: string,
): Promise<{ from: string; session: string; events: number }[]>;
