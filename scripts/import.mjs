// Brings exported sessions back: npm run import -- <file.ndjson> [--url http://localhost:8787] [--environment <id>]
// The API key is in PLAYHEAD_API_KEY; without one the demo owner of a developer's machine signs in.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { BatchMaker } from "../src/protocol/export/import-batches.ts";
import { isHead, isTail } from "../src/protocol/export/lines.ts";

/** The answer of a call; throws with the server's own words. */
async function call(target, method, path, body) {
  const response = await fetch(new URL(path, target.url), {
    method,
    headers: { ...target.headers, "Content-Type": typeof body === "string" ? "text/plain" : "application/json" },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) return { response, answer: text === "" ? null : JSON.parse(text) };
  let message = text;
  try {
    message = JSON.parse(text).error.message;
  } catch {
    // No error of ours: a proxy's, or a page. What it said is all there is to say.
  }
  throw new Error(`${method} ${path.split("?", 1)[0]} answered ${response.status}: ${message}`);
}

/** Signs the demo owner in. */
export async function demoTarget(url) {
  const { answer } = await call({ url, headers: {} }, "GET", "/api/config");
  if (!answer.demo) throw new Error("Put an API key with the permission `settings` into PLAYHEAD_API_KEY.");
  const { email, password } = answer.demo;
  const { response } = await call(
    { url, headers: { Origin: new URL(url).origin } },
    "POST",
    "/api/auth/sign-in/email",
    {
      email,
      password,
    },
  );
  const cookies = response.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  return { url, headers: { Cookie: cookies.join("; "), Origin: new URL(url).origin } };
}

/** Imports all sessions of these lines, one after the other; answers what became of each. */
export async function importLines(lines, target, environment) {
  const done = [];
  let current = null;
  const send = ({ page, seq, text }) =>
    call(
      target,
      "POST",
      `/api/imports/${current.session}/batches?${new URLSearchParams({ page, seq: String(seq), token: current.token })}`,
      text,
    );
  for await (const line of lines) {
    if (line === "") continue;
    const value = JSON.parse(line);
    if (isHead(value)) {
      if (current) throw new Error("The file is not whole: a session has no end.");
      if (value.v !== 1) throw new Error(`This is an export of version ${value.v}; this Playhead reads version 1.`);
      const { id: from, visitor, startedAt } = value.session;
      const asked = { from, visitor, startedAt, ...(environment && { environment }) };
      const { answer } = await call(target, "POST", "/api/imports", asked);
      current = { ...answer, from, events: 0, batches: new BatchMaker(), hash: createHash("sha256") };
    } else if (!current) throw new Error("The file does not begin with the head of a session: is it an export?");
    else if (isTail(value)) {
      if (value.events !== current.events || value.sha256 !== current.hash.digest("hex"))
        throw new Error(`Session ${current.from} is not what was exported: its hash is another.`);
      for (const batch of current.batches.rest()) await send(batch);
      await call(
        target,
        "POST",
        `/api/imports/${current.session}/end?${new URLSearchParams({ token: current.token })}`,
      );
      done.push({ from: current.from, session: current.session, events: current.events });
      current = null;
      continue;
    } else {
      current.events++;
      const batch = current.batches.take(value);
      if (batch) await send(batch);
    }
    current.hash.update(`${line}\n`);
  }
  if (current) throw new Error(`The file is not whole: session ${current.from} has no end.`);
  return done;
}

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { url: { type: "string", default: "http://localhost:8787" }, environment: { type: "string" } },
  });
  const [file] = positionals;
  if (!file) {
    console.error("Usage: npm run import -- <file.ndjson> [--url <address>] [--environment <id>]");
    process.exit(2);
  }
  try {
    const key = process.env.PLAYHEAD_API_KEY;
    const { url } = values;
    const target = key ? { url, headers: { Authorization: `Bearer ${key}` } } : await demoTarget(url);
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
    for (const { from, session, events } of await importLines(lines, target, values.environment))
      console.log(`${from} is ${new URL(`/sessions/${session}`, url).href} now, ${events} events`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
