import { storesOf, type RegionStores } from "../../src/storage/index.ts";
import { env } from "cloudflare:test";

/** Where the fault strikes: before the operation reaches the store, or after it took effect and its answer was lost. */
export type FaultMoment = "before" | "after";

export class Crash extends Error {}

/** A database whose single statements are struck too, beside its batches. */
function strikingStatements(index: D1Database, strike: <T>(operation: () => Promise<T>) => Promise<T>): D1Database {
  const raw = new WeakMap<object, D1PreparedStatement>();
  const wrapStatement = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(object, name) {
        const value = Reflect.get(object, name, object) as unknown;
        if (typeof value !== "function") return value;
        if (name === "bind")
          return (...args: unknown[]) => wrapStatement(value.apply(object, args) as D1PreparedStatement);
        if (name !== "run" && name !== "all" && name !== "first") return value.bind(object);
        return (...args: unknown[]) => strike(() => Promise.resolve(value.apply(object, args)));
      },
    });
    raw.set(proxy, statement);
    return proxy;
  };
  return new Proxy(index, {
    get(object, name) {
      if (name === "prepare") return (sql: string) => wrapStatement(object.prepare(sql));
      if (name === "batch")
        return (statements: D1PreparedStatement[]) =>
          strike(() => object.batch(statements.map((statement) => raw.get(statement) ?? statement)));
      const value = Reflect.get(object, name, object) as unknown;
      return typeof value === "function" ? value.bind(object) : value;
    },
  });
}

/** Stores whose `step`-th operation (0, 1, …), or every one, fails; `struck` tells whether it came to that. */
export function failingStores(
  step: number | "all",
  moment: FaultMoment,
  statements = false,
): { stores: () => RegionStores; struck: () => boolean } {
  let count = 0;
  let struck = false;
  const { bucket, index } = storesOf(env, "us");

  async function strike<T>(operation: () => Promise<T>): Promise<T> {
    const mine = step === "all" || count++ === step;
    if (mine) struck = true;
    if (mine && moment === "before") throw new Crash("before");
    const result = await operation();
    if (mine) throw new Crash("after");
    return result;
  }

  /** The same object, with these methods failing when it is their turn. */
  function wrap<T extends object>(target: T, methods: readonly (keyof T)[]): T {
    return new Proxy(target, {
      get(object, name) {
        const value = Reflect.get(object, name, object) as unknown;
        if (typeof value !== "function") return value;
        if (!methods.includes(name as keyof T)) return value.bind(object);
        return (...args: unknown[]) => strike(() => Promise.resolve(value.apply(object, args)));
      },
    });
  }

  const stores = {
    bucket: wrap(bucket, ["get", "put", "head", "delete", "list"]),
    index: statements ? strikingStatements(index, strike) : wrap(index, ["batch"]),
  };
  return { stores: () => stores, struck: () => struck };
}
