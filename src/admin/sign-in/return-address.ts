/**
 * Where to go after signing in: a path on this server, `/` for anything else. An address of another site in a link to the
 * sign-in page would otherwise make it a springboard.
 */
export function safeReturn(to: unknown): string {
  if (typeof to !== "string" || !to.startsWith("/") || to.startsWith("/sign-in")) return "/";
  try {
    const address = new URL(to, "https://playhead.invalid");
    return address.host === "playhead.invalid" ? address.pathname + address.search + address.hash : "/";
  } catch {
    return "/";
  }
}
