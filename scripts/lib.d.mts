/** Types of lib.mjs for tests. */
export const root: string;
export function toolEnv(extra?: Record<string, string>): NodeJS.ProcessEnv;
export function migrate(persistTo?: string): void;
