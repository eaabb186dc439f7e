import { RECORDER } from "../../protocol/limits.ts";
import { imageBytes, sheetBytes } from "./bytes.ts";
import type { Carried, Ledger } from "./ledger.ts";
import { offer, type Offered } from "./wire.ts";

/** Brings what events carry by key to the server, in one report; what cannot be had or sent is said in full. */
export async function bringCarried(ledger: Ledger, room: { bytes: number }): Promise<void> {
  const { site, memory, pending, fresh, fail } = ledger;
  const entries = fresh.splice(0).flatMap((key) => {
    const entry = pending.get(key);
    return entry ? [{ key, entry }] : [];
  });
  const load = async ({ key, entry }: { key: string; entry: Carried }): Promise<Offered[]> => {
    try {
      const { kind, url, from } = entry;
      const { type, bytes } =
        "cssRules" in from ? await sheetBytes(from, from.href!) : await imageBytes(from, entry.src!);
      room.bytes -= bytes.byteLength;
      if (room.bytes < 0 || bytes.byteLength > RECORDER.assetOneFileBytes) throw new Error("too large");
      return [{ key, ...(url && { url }), kind, type, bytes }];
    } catch {
      fail(key);
      return [];
    }
  };
  const files = (await Promise.all(entries.map(load))).flat();
  const here = site.place();
  let lost = files.map(({ key }) => key);
  try {
    if (here && files.length) {
      lost = await offer(here, files);
      const kept = entries.filter(({ key }) => files.some((file) => file.key === key) && !lost.includes(key));
      memory.set(here.session, Object.fromEntries(kept.map(({ key, entry }) => [key, entry.print])));
      for (const { key } of kept) pending.delete(key);
    }
  } catch {
    // Said in full instead; nothing is lost.
    ledger.fault();
  }
  lost.forEach(fail);
}
