/** The last row that is not later than `time`, -1 before the first. Rows are in order of time. */
export function rowAt(rows: readonly { at: number }[], time: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.at <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
