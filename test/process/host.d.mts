/** Types of host.mjs for tests. */
export function bundleWorker(outfile: string, entry?: string): Promise<void>;
