/** The attribute under which the player keeps the origin of a frame whose page was not recorded. */
export const FRAME_ORIGIN = "data-playhead-frame";

/** The origin of an http(s) address; empty for everything else. */
export function originOf(address: unknown): string {
  if (typeof address !== "string" || !URL.canParse(address)) return "";
  const { protocol, origin } = new URL(address);
  return /^https?:$/.test(protocol) ? origin : "";
}
