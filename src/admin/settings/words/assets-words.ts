import type { AssetSettings } from "../../../protocol/policy.schema.ts";
import { andText, countText } from "./list-text.ts";

/** Where the files of recorded pages come from as things are. */
export function assetsNow({ hosts, fetch }: AssetSettings): string {
  if (!fetch) return "Browsers of visitors send the files; this server fetches none.";
  const from = ["your environments' own origins", ...(hosts.length > 0 ? [countText(hosts.length, "other host")] : [])];
  return `Fetched from ${andText(from)}.`;
}
