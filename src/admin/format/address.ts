/** The path of an address, for lists: `/cart`. The text itself when it is no address. */
export function pathOf(address: string): string {
  try {
    const { pathname, search } = new URL(address);
    return pathname + search;
  } catch {
    return address;
  }
}

/** The host of an address, `""` when it has none. */
export function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return "";
  }
}

/** Enough of a visitor's GUID to tell two apart. */
export function shortId(id: string): string {
  // The end is random; the beginning of a UUIDv7 is its time and alike for all of an hour.
  return id.slice(-6);
}
