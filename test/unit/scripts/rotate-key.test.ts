import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  addSecret,
  dropSecrets,
  rewrapAll,
  secretNumbers,
  varsFile,
  type Deployment,
} from "../../../scripts/rotate-key.mjs";
import type { RewrapRequest } from "../../../src/protocol/rotation.schema.ts";
import { currentSecret, keyRing, oldestSecret, secretNumbered } from "../../../src/storage/key-ring.ts";

const NOW = Date.parse("2026-11-22T10:00:00Z");
const DAY = 24 * 60 * 60_000;
const FIRST = "the-first-master-secret-0123456789abcdef";

async function withFile<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "playhead-vars-"));
  const path = join(folder, ".dev.vars");
  writeFileSync(path, `# a comment\nLOCAL="1"\nMASTER_SECRET="${FIRST}"\n`);
  try {
    return await work(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function envOf(path: string): Record<string, string> {
  return Object.fromEntries(
    [...readFileSync(path, "utf8").matchAll(/^([A-Z_0-9]+)="(.*)"$/gm)].map(([, name, value]) => [name!, value!]),
  );
}

/** A deployment with this many keys, 2 in each answer; those in `stuck` fail. */
function deploymentOf(keys: number, from: number, stuck: string[] = []) {
  const wrapped = new Set<string>();
  const asked: RewrapRequest[] = [];
  const deployment: Deployment = {
    state: async () => ({
      secrets: [
        { number: 2, from, inForce: true },
        { number: 1, from: 0, inForce: false },
      ],
      unusedKeys: 3,
    }),
    rewrap: async (request) => {
      asked.push(request);
      if (request.part !== "accounts") return { seen: 0, rewrapped: 0, failed: [], next: null };
      const start = request.after === null ? 0 : Number(request.after) + 1;
      const page = Array.from({ length: Math.min(2, keys - start) }, (_, i) => String(start + i));
      const fresh = page.filter((id) => !wrapped.has(id) && !stuck.includes(id));
      for (const id of fresh) wrapped.add(id);
      const next = start + 2 < keys ? page.at(-1)! : null;
      return { seen: page.length, rewrapped: fresh.length, failed: page.filter((id) => stuck.includes(id)), next };
    },
  };
  return { deployment, asked, wrapped };
}

describe("another master secret", () => {
  it("is put beside the one before, and used from its time on", () =>
    withFile(async (path) => {
      const { number, from } = await addSecret(varsFile(path), NOW, 600_000);
      expect([number, from]).toEqual([2, NOW + 600_000]);
      expect(readFileSync(path, "utf8")).toMatch(
        /^# a comment\nLOCAL="1"\nMASTER_SECRET="[^"]+"\nMASTER_SECRET_2="[^"]+"\n$/,
      );
      const ring = keyRing(envOf(path));
      expect(currentSecret(ring, from - 1).text).toBe(FIRST);
      expect(currentSecret(ring, from).number).toBe(2);
      expect(currentSecret(ring, from).text).toMatch(/^[\w-]{43}$/);
      expect(oldestSecret(ring)).toBe(secretNumbered(ring, 1));
      expect((await addSecret(varsFile(path), NOW, 0)).number).toBe(3);
    }));

  it("is refused when it is too short, and there has to be one", () => {
    expect(() => keyRing({ MASTER_SECRET: "short" })).toThrow("32 characters");
    expect(() => keyRing({})).toThrow("MASTER_SECRET");
    expect(() => secretNumbered(keyRing({ MASTER_SECRET: FIRST }), 2)).toThrow("not among");
  });

  it("is found by its name alone", () => {
    const names = [
      "MASTER_SECRET",
      "PLATFORM_TOKEN",
      "MASTER_SECRET_10",
      "MASTER_SECRET_2",
      "MASTER_SECRET_1",
      "MASTER_SECRETS",
    ];
    expect(secretNumbers(names)).toEqual([10, 2, 1]);
  });
});

describe("wrapping all keys anew", () => {
  it("asks for every part of every region until there is no more, and again does nothing twice", async () => {
    const { deployment, asked, wrapped } = deploymentOf(5, NOW);
    expect(await rewrapAll(deployment, () => undefined)).toEqual({ seen: 5, rewrapped: 5, failed: [] });
    expect(wrapped.size).toBe(5);
    const parts = asked.map((request) => [request.part, "region" in request ? request.region : null].join(" "));
    expect(new Set(parts)).toEqual(new Set(["sessions us", "tenants us", "sessions eu", "tenants eu", "accounts "]));
    expect(await rewrapAll(deployment, () => undefined)).toEqual({ seen: 5, rewrapped: 0, failed: [] });
  });
});

describe("dropping the secret of before", () => {
  const drop = (path: string, deployment: Deployment, early = false, now = NOW) =>
    dropSecrets(varsFile(path), deployment, { now, early, tell: () => undefined });

  it("waits as long as a database can be restored, unless it has leaked", () =>
    withFile(async (path) => {
      await addSecret(varsFile(path), NOW - DAY, 0);
      const { deployment, wrapped } = deploymentOf(3, NOW - DAY);
      await expect(drop(path, deployment)).rejects.toThrow("3 API keys");
      expect(Object.keys(envOf(path))).toContain("MASTER_SECRET");
      expect(await drop(path, deployment, true)).toEqual([1]);
      expect(wrapped.size).toBe(3);
      expect(Object.keys(envOf(path))).toEqual(["LOCAL", "MASTER_SECRET_2"]);
      expect(currentSecret(keyRing(envOf(path)), NOW).number).toBe(2);
    }));

  it("drops nothing while a key needs it", () =>
    withFile(async (path) => {
      await addSecret(varsFile(path), NOW - 31 * DAY, 0);
      const { deployment } = deploymentOf(3, NOW - 31 * DAY, ["1"]);
      await expect(drop(path, deployment)).rejects.toThrow("Nothing was dropped");
      expect(Object.keys(envOf(path))).toContain("MASTER_SECRET");
    }));
});
