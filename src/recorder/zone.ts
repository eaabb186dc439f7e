type Run = <Result>(run: () => Result) => Result;

/** Runs what it is given outside of Angular's zone, where every timer and listener of ours would start its change detection. */
export function createZone(): Run {
  const { Zone } = window as { Zone?: { root?: { run: Run } } };
  return (run) => (Zone?.root ? Zone.root.run(run) : run());
}
