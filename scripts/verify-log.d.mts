import type { LogCrypto, LogReport } from "../src/protocol/activity/verification.ts";

export const nodeCrypto: LogCrypto;
export function reportText(report: LogReport, key?: string): { sound: boolean; text: string };
