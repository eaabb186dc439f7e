import { SELF, env } from "cloudflare:test";
import { brotliDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Manifest } from "../../src/protocol/api.schema.ts";
import { storesOf, type RegionStores } from "../../src/storage/index.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";
import { BASE, signIn } from "./accounts.ts";
import { applyTo, endedVisit, privacyRule, ringJob, setPrivacy } from "./stored-sessions.ts";
import { inRecording } from "./visits.ts";

/** The stores, with a look at something after every operation that changes them. */
function watchedStores(look: () => Promise<void>): RegionStores {
  const watch = <T extends object>(target: T, methods: readonly (keyof T)[]): T =>
    new Proxy(target, {
      get(object, name) {
        const value = Reflect.get(object, name, object) as unknown;
        if (typeof value !== "function") return value;
        if (!methods.includes(name as keyof T)) return value.bind(object);
        return async (...args: unknown[]) => {
          const result: unknown = await value.apply(object, args);
          await look();
          return result;
        };
      },
    });
  const { bucket, index } = storesOf(env, "us");
  return { bucket: watch(bucket, ["put", "delete"]), index: watch(index, ["batch"]) };
}

describe("a grant that was given before the chunks were rewritten", () => {
  it("reads every chunk by its number before, during and after, and never what is hidden once that is done", async () => {
    const cookie = await signIn(DEMO.email, DEMO.password);
    const get = (path: string) => SELF.fetch(`${BASE}${path}`, { headers: { Cookie: cookie } });
    await get("/api/config");
    const visit = await endedVisit(DEMO.tenant, DEMO.key);
    const path = `/api/sessions/${visit.session}`;
    const manifest = (await (await get(`${path}/manifest`)).json()) as Manifest;
    expect(manifest.chunks).toHaveLength(2);

    const read = async (n: number): Promise<string> => {
      const answer = await get(`${path}/chunks/${n}?grant=${manifest.grant}`);
      expect(answer.status).toBe(200);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      // The runtime of the tests may have inflated it.
      return new TextDecoder().decode(bytes[0] === 0x7b ? bytes : brotliDecompressSync(bytes));
    };
    expect(await read(0)).toContain("canary-text");

    let looks = 0;
    const stores = watchedStores(async () => {
      looks++;
      for (const n of [0, 1]) expect(await read(n)).toContain('"seq"');
    });
    await inRecording(DEMO.tenant, visit.session, (instance) => void (instance.stores = () => stores));
    await setPrivacy(DEMO.tenant, { rules: [privacyRule(".name", "mask"), privacyRule("input", "block")] });
    await applyTo(DEMO.tenant, { scope: { sessions: [visit.session] } });
    expect(await ringJob(DEMO.tenant)).toMatchObject({ state: "done", changed: 1, failed: 0 });
    expect(looks).toBeGreaterThanOrEqual(7);
    expect(await read(0)).not.toContain("canary-text");
    expect(await read(1)).not.toContain("canary-late");

    const after = (await (await get(`${path}/manifest`)).json()) as Manifest;
    expect(after.chunks.map(({ n, from, to, keyframes }) => ({ n, from, to, keyframes }))).toEqual(
      manifest.chunks.map(({ n, from, to, keyframes }) => ({ n, from, to, keyframes })),
    );
    expect(Object.keys(after.chunks[0]!).toSorted()).toEqual(Object.keys(manifest.chunks[0]!).toSorted());
  });
});
