/** rrweb's `IncrementalSource.Selection`. */
const SOURCE = 14;

interface Range {
  start: number;
  startOffset: number;
  endOffset: number;
}

/** Where a selection in a field ends tells how long its content is: only whether all of it is selected may be told. */
export function hideSelection(
  { source, ranges }: { source?: number; ranges?: Range[] },
  node: (id: number) => Node | null,
  isOpenField: (field: Element) => boolean,
): void {
  if (source !== SOURCE) return;
  for (const range of ranges!) {
    const field = node(range.start) as HTMLInputElement | null;
    if (!field || !/^(?:INPUT|TEXTAREA)$/.test(field.nodeName) || isOpenField(field)) continue;
    range.endOffset = range.startOffset === 0 && range.endOffset === field.value.length ? 1 : 0;
    range.startOffset = 0;
  }
}
