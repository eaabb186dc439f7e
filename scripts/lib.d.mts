import type { ChildProcess } from "node:child_process";

/** Types of lib.mjs for tests. */
export const root: string;
export function toolEnv(extra?: Record<string, string>): NodeJS.ProcessEnv;
export function migrate(persistTo?: string): void;
export function untilReady(origin: string, child: ChildProcess): Promise<unknown>;
export function wranglerEnv(): NodeJS.ProcessEnv;
