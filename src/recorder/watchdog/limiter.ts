export interface LimiterBounds {
  /** Changes of one node that may come at once. */
  burst: number;
  /** … and how many come back a second. */
  perSecond: number;
}

/** What has changed of a node: the name of an attribute, or `null` for its text. */
export type Name = string | null;

/**
 * Limits how often the same node may change. When its changes do not fit they are left out, all of them, until the present state
 * fits as one: a node is as it was or as it is, never in between. Pure: it knows no clock and no DOM. Nodes that are gone are not
 * held for longer than that takes.
 */
export function createLimiter<Node extends object>({ burst, perSecond }: LimiterBounds) {
  const buckets = new WeakMap<Node, { tokens: number; at: number }>();
  const late = new Map<Node, Set<Name>>();

  const bucketOf = (node: Node, now: number) => {
    const bucket = buckets.get(node) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    buckets.set(node, bucket);
    return bucket;
  };

  return {
    /** Whether these changes of a node may be recorded. If not, they are late. */
    take(node: Node, names: readonly Name[], now: number): boolean {
      const missed = late.get(node);
      const bucket = bucketOf(node, now);
      if (!missed && bucket.tokens >= names.length) {
        bucket.tokens -= names.length;
        return true;
      }
      late.set(node, new Set([...(missed ?? []), ...names]));
      return false;
    },
    /** Nodes whose late changes may be recorded now, by their present state; they are not late any longer. */
    due(now: number): [Node, Set<Name>][] {
      const nodes = [...late].filter(([node]) => bucketOf(node, now).tokens >= 1);
      for (const [node] of nodes) {
        buckets.get(node)!.tokens--;
        late.delete(node);
      }
      return nodes;
    },
    isLate: (): boolean => late.size > 0,
  };
}

export type Limiter<Node extends object> = ReturnType<typeof createLimiter<Node>>;
