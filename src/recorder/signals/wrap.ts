import { faults, type Stop } from "../guard.ts";

/**
 * Hears of calls of a method that the browser brought. The page's own call is passed on as it came: receiver, arguments, result,
 * exception; to a script the method is the one it was, by its name, length, properties and text. `hear` may answer with what is to be
 * done with the result, which is what the page gets then. The stop gives the method back, unless somebody else has wrapped it since.
 */
export function wrap<Args extends unknown[], Result>(
  holder: object,
  name: string,
  hear: (args: Args, self: unknown) => ((result: Result) => Result) | void,
): Stop {
  const owner = holder as Record<string, (...args: Args) => Result>;
  const original = owner[name];
  if (typeof original !== "function") return () => {};
  let active = true;
  const wrapper = new Proxy(original, {
    apply(target, self, args: Args) {
      let after;
      try {
        if (active) after = hear(args, self);
      } catch {
        faults.count++;
      }
      const result = Reflect.apply(target, self, args) as Result;
      return after ? after(result) : result;
    },
  });
  try {
    owner[name] = wrapper;
  } catch {
    // A frozen object keeps its method; nothing is heard then.
    return () => {};
  }
  return () => {
    active = false;
    if (owner[name] === wrapper) owner[name] = original;
  };
}
