import type { Page } from "playwright-core";
import { newEnvironment } from "../../../src/protocol/index.ts";
import type { Environment, Policy } from "../../../src/protocol/policy.schema.ts";
import type { Settings } from "../../../src/protocol/settings.schema.ts";

/** The tenant's settings as the signed-in owner of `page` may change them. */
export function settingsOf(page: Page, origin: string) {
  const { request } = page.context();
  const call = async (method: "GET" | "PUT" | "POST", path: string, data?: unknown): Promise<Settings> => {
    const response = await request.fetch(`${origin}/api/settings${path}`, {
      method,
      ...(data !== undefined && { data }),
    });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return (await response.json()) as Settings;
  };
  const change = async (edit: (policy: Policy) => Policy): Promise<Settings> => {
    const { version, policy } = await call("GET", "");
    return call("PUT", "", { version, policy: edit(policy) });
  };
  return {
    change,
    /** Changes one environment, and makes it first when it is not there. Gives back its newest key. */
    async environment(id: string, over: Partial<Environment>): Promise<string> {
      await change((policy) => {
        const others = policy.environments.filter((environment) => environment.id !== id);
        const present = policy.environments.find((environment) => environment.id === id);
        return { ...policy, environments: [...others, { ...(present ?? newEnvironment(id, id)), ...over }] };
      });
      const keysOf = ({ policy }: Settings) => policy.environments.find((environment) => environment.id === id)!.keys;
      const known = keysOf(await call("GET", ""));
      const keys = known.length > 0 ? known : keysOf(await call("POST", `/environments/${id}/keys`));
      return keys.at(-1)!.key;
    },
  };
}
