/** As `guard`, for the loader: nobody counts faults before there is a recorder. */
export function quietly<Args extends unknown[], Result>(
  run: (...args: Args) => Result,
): (...args: Args) => Result | void {
  return (...args) => {
    try {
      return run(...args);
    } catch {
      // The page goes on as if we were not there.
    }
  };
}
