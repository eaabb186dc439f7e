import type { RestoreCheckResult } from "../src/protocol/deletion.schema.ts";
import type { Region } from "../src/protocol/regions.ts";

export function restoreCheck(
  call: (body: { region: Region; after: string | null }) => Promise<RestoreCheckResult>,
  tell: (line: string) => void,
): Promise<Omit<RestoreCheckResult, "next">>;
