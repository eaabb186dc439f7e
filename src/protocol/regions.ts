/** Where a tenant's data lives. Adding one is a row here and one in the table of bindings. */
export const REGIONS = ["us", "eu"] as const;

export type Region = (typeof REGIONS)[number];

export function isRegion(text: string): text is Region {
  return (REGIONS as readonly string[]).includes(text);
}
