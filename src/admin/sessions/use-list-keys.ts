import { useHotkeys } from "@mantine/hooks";

/** Links of the rows, in their order. */
function links(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("a[data-session]")];
}

/** Goes so many rows on, from the one that has the focus. */
function move(step: 1 | -1): void {
  const all = links();
  const at = all.findIndex((link) => link.closest("tr")?.contains(document.activeElement));
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.closest("tr")?.scrollIntoView({ block: "nearest" });
}

/** Keys of the list: j and k go down and up, x selects; Enter opens, as with any link. */
export function useListKeys(toggle: ((id: string) => void) | undefined): void {
  useHotkeys([
    ["j", () => move(1)],
    ["k", () => move(-1)],
    [
      "x",
      () => {
        const row = document.activeElement?.closest("tr");
        const id = row?.querySelector<HTMLAnchorElement>("a[data-session]")?.dataset["session"];
        if (id) toggle?.(id);
      },
    ],
  ]);
}
