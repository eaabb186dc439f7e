// npm run rotate-key -- [rewrap | drop] [--remote] [--url https://…] [--early]: another master secret, in three steps.
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { REGIONS } from "../src/protocol/regions.ts";
import { Problem, fail, output, root, toolEnv } from "./lib.mjs";

const NAME = /^MASTER_SECRET(?:_([2-9]|[1-9]\d+))?$/;

/** By then all of a deployment has a new secret: until then it opens things, and makes none. */
const AHEAD_MS = 10 * 60_000;

/** As long as the platform can bring back a database, what is in it may need a secret. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** The numbers of the master secrets among these names, the newest first. */
export function secretNumbers(names) {
  return names
    .flatMap((name) => {
      const match = NAME.exec(name);
      return match ? [Number(match[1] ?? 1)] : [];
    })
    .toSorted((a, b) => b - a);
}

export function secretName(number) {
  return number === 1 ? "MASTER_SECRET" : `MASTER_SECRET_${number}`;
}

/** Puts another secret beside those that there are, in force from soon on. */
export async function addSecret(store, now, aheadMs) {
  const [newest] = secretNumbers(await store.names());
  if (newest === undefined)
    throw new Problem("There is no MASTER_SECRET yet: `npx wrangler secret put MASTER_SECRET`.");
  const [number, from] = [newest + 1, now + aheadMs];
  const value = `${new Date(from).toISOString()} ${randomBytes(32).toString("base64url")}`;
  await store.put(secretName(number), value);
  return { number, from };
}

async function rewrapPart(deployment, request, all) {
  for (let after = null; ;) {
    const step = await deployment.rewrap({ ...request, after });
    all.seen += step.seen;
    all.rewrapped += step.rewrapped;
    all.failed.push(...step.failed);
    if (step.next === null) return;
    after = step.next;
  }
}

/** Wraps all keys with the secret in force. Broken off, it is begun again: what is wrapped is passed over. */
export async function rewrapAll(deployment, tell) {
  const all = { seen: 0, rewrapped: 0, failed: [] };
  const parts = REGIONS.flatMap((region) => [
    { part: "sessions", region },
    { part: "tenants", region },
  ]);
  for (const request of [...parts, { part: "accounts" }]) {
    await rewrapPart(deployment, request, all);
    tell(
      `${request.part}${request.region ? ` in ${request.region}` : ""}: ${all.rewrapped} of ${all.seen} keys wrapped anew so far`,
    );
  }
  return all;
}

/** Takes away the secrets before the one in force, once nothing is wrapped with them. @throws {Problem} when something is, or may be */
export async function dropSecrets(store, deployment, { now, early, tell }) {
  const { secrets, unusedKeys } = await deployment.state();
  const inForce = secrets.find((secret) => secret.inForce);
  const old = secrets.filter(({ number }) => number < inForce.number);
  if (old.length === 0) throw new Problem("There is no secret of before to drop.");
  const keptUntil = inForce.from + KEPT_MS;
  if (now < keptUntil && !early)
    throw new Problem(
      `Secret ${inForce.number} is in force since ${new Date(inForce.from).toISOString()}. Keep the one before until ${new Date(keptUntil).toISOString()}: a database that is restored may need it, ${unusedKeys} API keys that were not used since end with it, and so do what sites sign user ids with. Or, if it has leaked: --early.`,
    );
  const { rewrapped, failed } = await rewrapAll(deployment, tell);
  if (failed.length > 0)
    throw new Problem(
      `${failed.length} keys could not be wrapped anew: ${failed.slice(0, 5).join(", ")}. Nothing was dropped.`,
    );
  tell(`${rewrapped} keys were wrapped anew; nothing needs the secrets of before`);
  for (const { number } of old) await store.remove(secretName(number));
  return old.map(({ number }) => number);
}

function nameOf(line) {
  return /^([A-Z_0-9]+)=/.exec(line)?.[1];
}

/** Secrets of a developer's machine. */
export function varsFile(path) {
  const lines = () => readFileSync(path, "utf8").split("\n");
  const write = (kept) => writeFileSync(path, kept.join("\n"));
  return {
    names: async () => lines().flatMap((line) => nameOf(line) ?? []),
    put: async (name, value) =>
      write([...lines().filter((line, i, all) => line !== "" || i < all.length - 1), `${name}="${value}"`, ""]),
    remove: async (name) => write(lines().filter((line) => nameOf(line) !== name)),
  };
}

/** Secrets of the deployed Worker. A value never is in an argument: those can be seen by others on the machine. */
const remote = {
  names: async () =>
    JSON.parse(output("wrangler", ["secret", "list", "--format", "json"], "The secrets could not be listed:")).map(
      ({ name }) => name,
    ),
  async put(name, value) {
    const done = spawnSync("wrangler", ["secret", "put", name], {
      cwd: root,
      env: toolEnv(),
      input: value,
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Problem(`${name} could not be put:\n${done.stdout}${done.stderr}`.trim());
  },
  async remove(name) {
    const done = spawnSync("wrangler", ["secret", "delete", name], {
      cwd: root,
      env: toolEnv(),
      input: "y\n",
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Problem(`${name} could not be deleted:\n${done.stdout}${done.stderr}`.trim());
  },
};

function deploymentAt(url) {
  const token = process.env.PLATFORM_TOKEN;
  if (!url || !token)
    throw new Problem(
      "This step asks the deployment: PLATFORM_TOKEN=… npm run rotate-key -- rewrap --url https://replay.example.com",
    );
  const address = new URL("/api/platform/rotation", url);
  const ask = async (method, body) => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const response = await fetch(address, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Problem(`${address} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return { state: () => ask("GET"), rewrap: (request) => ask("POST", request) };
}

async function main() {
  const options = { remote: { type: "boolean" }, url: { type: "string" }, early: { type: "boolean", default: false } };
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [step = "add"] = positionals;
  const store = values.remote ? remote : varsFile(join(root, ".dev.vars"));
  if (step === "add") {
    const { number, from } = await addSecret(store, Date.now(), values.remote ? AHEAD_MS : 0);
    console.log(`${secretName(number)} is there${values.remote ? "" : " (in .dev.vars)"}, in force from ${new Date(from).toISOString()}.
What there is stays readable; everybody signs in anew. Then: npm run rotate-key -- rewrap --url …`);
  } else if (step === "rewrap") {
    const { seen, rewrapped, failed } = await rewrapAll(deploymentAt(values.url), console.log);
    console.log(`\n${seen} keys, ${rewrapped} of them wrapped anew, ${failed.length} failed.`);
    if (failed.length > 0)
      throw new Problem(`See the log of the Worker, and run this again: ${failed.slice(0, 5).join(", ")}`);
  } else if (step === "drop") {
    const dropped = await dropSecrets(store, deploymentAt(values.url), {
      now: Date.now(),
      early: values.early,
      tell: console.log,
    });
    console.log(`Dropped: ${dropped.map(secretName).join(", ")}.`);
  } else throw new Problem(`There is no step "${step}": use none, \`rewrap\`, or \`drop\`.`);
}

if (import.meta.main) await main().catch(fail);
