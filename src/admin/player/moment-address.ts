/** The address of this page at a moment, milliseconds since the session began. `paused`: it stands still there. */
export function momentAddress(
  { pathname, href }: Pick<Location, "pathname" | "href">,
  time: number,
  paused = false,
): string {
  const address = new URL(pathname, href);
  address.searchParams.set("t", String(Math.max(0, Math.round(time))));
  if (paused) address.searchParams.set("paused", "1");
  return address.href;
}
