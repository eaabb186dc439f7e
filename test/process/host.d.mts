/** Types of host.mjs for tests. */
export function bundleWorker(outfile: string): Promise<void>;
