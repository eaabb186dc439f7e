import { SELF, env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT_LIMITS, type ErrorBody } from "../../src/protocol/index.ts";
import type { OwnAccount, SignIns } from "../../src/protocol/account.schema.ts";
import { activityOf } from "./activity.ts";
import { BASE, signIn } from "./accounts.ts";
import { sweepAccounts } from "../../src/storage/index.ts";
import { PASSWORD, call, cookiesOf, makeInvitation, makeOwnedTenant, makePerson, type Caller } from "./people.ts";
import { totp } from "../totp.ts";

let tenant = "";
let email = "";
let caller: Caller = {};

beforeEach(async () => {
  const made = await makeOwnedTenant("Here");
  [tenant, email, caller] = [made.id, made.owner.email, { Cookie: made.cookie }];
});

let networks = 0;

/** Somebody at an address that nobody has used before. */
function attempt(password: string, over: { address?: string; email?: string; Cookie?: string } = {}) {
  const { address = `10.0.${++networks}.1`, Cookie } = over;
  const body = { email: over.email ?? email, password };
  const headers = { "CF-Connecting-IP": address };
  return call(Cookie ? { Cookie } : {}, "POST", "/api/auth/sign-in/email", body, { headers });
}

async function codeOf(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}

async function actions(): Promise<string[]> {
  return (await activityOf(tenant)).map(({ action }) => action);
}

async function isSignedIn(Cookie: string): Promise<boolean> {
  return (await call({ Cookie }, "GET", "/api/me")).status === 200;
}

const SQL_OWNER = "(SELECT id FROM user WHERE email = ?)";

describe("signing in", () => {
  it("is in the log, and so is failing; the token is in the cookie only", async () => {
    expect(await codeOf(await attempt("wrong-password-12", { address: "203.0.113.5" }))).toEqual([
      401,
      "wrong_credentials",
    ]);
    const response = await attempt(PASSWORD);
    expect(await response.text()).toBe('{"codeNeeded":false}');
    expect(response.headers.getSetCookie()[0]).toMatch(/^playhead\.session_token=.+; HttpOnly; SameSite=Strict/);
    const log = (await activityOf(tenant)).slice(-2);
    expect(log.map(({ action, details }) => [action, details])).toEqual([
      ["sign_in_failed", { method: "password" }],
      ["sign_in", { method: "password" }],
    ]);
    expect(log[0]!.masked_ip).toBe("203.0.113.0/24");
  });

  it("says the same of a wrong password and of an account that is not there", async () => {
    const answers = [];
    for (const who of [email, "nobody@example.test"]) {
      const response = await attempt("wrong-password-12", { email: who });
      answers.push([response.status, (await response.text()).replace(/"requestId":"[^"]+"/, "")]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it("makes another sign-in, and ends the one that the browser had", async () => {
    const before = (caller as { Cookie: string }).Cookie;
    const after = cookiesOf(await attempt(PASSWORD, { Cookie: before }));
    expect(after).not.toBe(before);
    expect([await isSignedIn(before), await isSignedIn(after)]).toEqual([false, true]);
  });

  it("uses a cookie that is bound to the host where there is https", async () => {
    // In no tenant, because objects of a region exist in production only.
    const { email: who } = await makePerson("nobodys");
    const over = { LOCAL: "", PUBLIC_URL: BASE.replace("http:", "https:") };
    const headers = { Origin: over.PUBLIC_URL };
    const body = { email: who, password: PASSWORD };
    const response = await call({}, "POST", "/api/auth/sign-in/email", body, { over, headers });
    const [line] = response.headers.getSetCookie();
    expect(line).toMatch(/^__Host-playhead\.session_token=/);
    for (const part of ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"]) expect(line).toContain(part);
    expect(line).not.toMatch(/domain=/i);
    const Cookie = cookiesOf(response);
    expect((await call({ Cookie }, "GET", "/api/account", undefined, { over, headers })).status).toBe(200);
  });

  it("ends after half an hour without use, and after twelve hours in any case", async () => {
    const { Cookie } = caller as { Cookie: string };
    const set = (column: string, value: number) =>
      env.ACCOUNTS.prepare(`UPDATE session SET ${column} = ? WHERE user_id = ${SQL_OWNER}`).bind(value, email).run();
    const expiry = async () =>
      (await env.ACCOUNTS.prepare(`SELECT expires_at AS at FROM session WHERE user_id = ${SQL_OWNER}`)
        .bind(email)
        .first<{ at: number }>())!.at;
    const now = Date.now();
    expect(await expiry()).toBeLessThanOrEqual(now + ACCOUNT_LIMITS.idleMs + 1_000);
    // Used ten minutes later it lasts longer, and the browser is told.
    await set("expires_at", now + ACCOUNT_LIMITS.idleMs - 10 * 60_000);
    const used = await call({ Cookie }, "GET", "/api/me");
    expect(used.headers.getSetCookie()[0]).toContain("Max-Age=1800");
    expect(await expiry()).toBeGreaterThan(now + ACCOUNT_LIMITS.idleMs - 60_000);
    await set("created_at", now - ACCOUNT_LIMITS.signInMs);
    expect(await isSignedIn(Cookie)).toBe(false);
    const again = await signIn(email, PASSWORD);
    await set("expires_at", now - 1);
    expect(await isSignedIn(again)).toBe(false);
  });
});

describe("guessing", () => {
  it("ends after ten failures for one account, wherever they come from, also for the right password", async () => {
    for (let i = 0; i < ACCOUNT_LIMITS.attemptsAccount; i++)
      expect((await attempt("wrong-password-12")).status).toBe(401);
    const refused = await attempt(PASSWORD);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(await codeOf(refused)).toEqual([429, "too_many_requests"]);
    expect((await actions()).filter((action) => action === "sign_in_failed")).toHaveLength(10);
    // Sign-ins that there are go on, and after a while the password is asked for again.
    expect((await call(caller, "GET", "/api/me")).status).toBe(200);
    await env.ACCOUNTS.prepare("UPDATE attempts SET until = 1").run();
    expect((await attempt(PASSWORD)).status).toBe(200);
  });

  it("ends after ten failures when all come at once", async () => {
    const all = await Promise.all(Array.from({ length: 16 }, () => attempt("wrong-password-12")));
    expect(all.filter(({ status }) => status === 401)).toHaveLength(ACCOUNT_LIMITS.attemptsAccount);
  });

  it("ends after fifty failures from one address, whoever is tried", async () => {
    const address = "198.51.100.77";
    await attempt("wrong-password-12", { address });
    await env.ACCOUNTS.prepare(
      "UPDATE attempts SET count = ? WHERE subject = (SELECT subject FROM attempts ORDER BY until DESC, rowid DESC LIMIT 1)",
    )
      .bind(0)
      .run();
    const statuses = [];
    for (let i = 0; i < 52; i++)
      statuses.push(
        (
          await call(
            {},
            "POST",
            "/api/join/offer",
            { secret: `guess-${i}` },
            { headers: { "CF-Connecting-IP": address } },
          )
        ).status,
      );
    expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(ACCOUNT_LIMITS.attemptsAddress);
    expect(statuses.at(-1)).toBe(429);
    expect((await attempt(PASSWORD, { address })).status).toBe(429);
    expect((await attempt(PASSWORD)).status).toBe(200);
    const rows = JSON.stringify((await env.ACCOUNTS.prepare("SELECT * FROM attempts").all()).results);
    expect(rows).not.toContain("198.51.100");
    expect(rows).not.toContain(email);
  });

  it("begins anew after the right password", async () => {
    for (let i = 0; i < 9; i++) await attempt("wrong-password-12");
    expect((await attempt(PASSWORD)).status).toBe(200);
    for (let i = 0; i < 9; i++) expect((await attempt("wrong-password-12")).status).toBe(401);
    expect((await attempt(PASSWORD)).status).toBe(200);
  });
});

describe("codes of an app", () => {
  async function setUp(): Promise<{ secret: string; backupCodes: string[] }> {
    const response = await call(caller, "POST", "/api/auth/two-factor/enable", { password: PASSWORD });
    const { totpURI, backupCodes } = (await response.json()) as { totpURI: string; backupCodes: string[] };
    const secret = new URL(totpURI).searchParams.get("secret")!;
    const confirmed = await call(caller, "POST", "/api/auth/two-factor/verify-totp", { code: await totp(secret) });
    expect(confirmed.status).toBe(200);
    caller = { Cookie: cookiesOf(confirmed) };
    return { secret, backupCodes };
  }

  async function firstStep(): Promise<string> {
    const response = await attempt(PASSWORD);
    expect(await response.json()).toEqual({ codeNeeded: true });
    return cookiesOf(response);
  }

  const second = (Cookie: string, code: string, kind = "totp") =>
    call({ Cookie }, "POST", `/api/auth/two-factor/verify-${kind}`, { code });

  it("are asked for once they are set up: the password alone opens nothing", async () => {
    const { secret } = await setUp();
    const account = (await (await call(caller, "GET", "/api/account")).json()) as OwnAccount;
    expect(account.twoFactor).toBe(true);
    const pending = await firstStep();
    expect(await isSignedIn(pending)).toBe(false);
    expect(await codeOf(await second(pending, "000000"))).toEqual([401, "wrong_credentials"]);
    const response = await second(pending, await totp(secret));
    expect(await response.json()).toEqual({ codeNeeded: false });
    expect(await isSignedIn(cookiesOf(response))).toBe(true);
    const log = (await activityOf(tenant)).map(({ action, details }) => [action, details["method"]]);
    expect(log.slice(-3)).toEqual([
      ["two_factor_on", undefined],
      ["sign_in_failed", "code"],
      ["sign_in", "code"],
    ]);
  });

  it("is good once, also for two who come at the same moment", async () => {
    const { secret } = await setUp();
    const code = await totp(secret);
    const pending = [await firstStep(), await firstStep(), await firstStep()];
    const answers = await Promise.all(pending.slice(0, 2).map((cookie) => second(cookie, code)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const refused = answers.find(({ status }) => status === 401)!;
    expect(refused.headers.getSetCookie()).toEqual([]);
    expect((await second(pending[2]!, code)).status).toBe(401);
  });

  it("can be replaced by a backup code, once each", async () => {
    const { backupCodes } = await setUp();
    const used = await second(await firstStep(), backupCodes[0]!, "backup-code");
    expect(await isSignedIn(cookiesOf(used))).toBe(true);
    expect((await second(await firstStep(), backupCodes[0]!, "backup-code")).status).toBe(401);
    expect((await second(await firstStep(), backupCodes[1]!, "backup-code")).status).toBe(200);
    const stored = await env.ACCOUNTS.prepare("SELECT * FROM two_factor").all();
    for (const code of backupCodes) expect(JSON.stringify(stored.results)).not.toContain(code);
  });

  it("cannot be guessed: after five wrong ones the password is asked for again", async () => {
    const { secret } = await setUp();
    const pending = await firstStep();
    for (let i = 0; i < 5; i++) expect((await second(pending, "000000")).status).toBe(401);
    expect((await second(pending, await totp(secret))).status).toBeGreaterThanOrEqual(400);
    expect((await second(await firstStep(), await totp(secret))).status).toBe(200);
  });

  it("are switched off with the password only", async () => {
    await setUp();
    const off = (password: string) => call(caller, "POST", "/api/auth/two-factor/disable", { password });
    expect((await off("wrong-password-12")).status).toBe(400);
    expect((await off(PASSWORD)).status).toBe(200);
    expect(await (await attempt(PASSWORD)).json()).toEqual({ codeNeeded: false });
    expect(await actions()).toContain("two_factor_off");
  });
});

describe("one's own account", () => {
  const list = async () => ((await (await call(caller, "GET", "/api/account/sign-ins")).json()) as SignIns).signIns;

  it("shows where one is signed in, and ends one or all others", async () => {
    const [second, third] = [await signIn(email, PASSWORD), await signIn(email, PASSWORD)];
    const all = await list();
    expect(all).toHaveLength(3);
    expect(all.filter(({ current }) => current)).toHaveLength(1);
    expect(all[0]!.maskedIp).toMatch(/\/24$/);
    const text = JSON.stringify(all);
    for (const cookie of [second, third]) expect(text).not.toContain(cookie.split("=")[1]!.split(".")[0]);
    const other = all.find(({ current }) => !current)!;
    expect((await call(caller, "DELETE", `/api/account/sign-ins/${other.id}`)).status).toBe(204);
    expect([await isSignedIn(second), await isSignedIn(third)].filter(Boolean)).toHaveLength(1);
    expect((await call(caller, "DELETE", "/api/account/sign-ins")).status).toBe(204);
    expect([await isSignedIn(second), await isSignedIn(third)]).toEqual([false, false]);
    expect(await list()).toHaveLength(1);
    expect((await actions()).filter((action) => action === "session_revoked")).toHaveLength(2);
  });

  it("takes another password, and signs out everywhere else", async () => {
    const other = await signIn(email, PASSWORD);
    const change = (current: string, next: string) => call(caller, "POST", "/api/account/password", { current, next });
    expect((await change("wrong-password-12", "another-password-12")).status).toBe(400);
    expect((await change(PASSWORD, "short")).status).toBe(400);
    const changed = await change(PASSWORD, "another-password-12");
    expect(changed.status).toBe(204);
    expect(await isSignedIn(other)).toBe(false);
    expect(await isSignedIn(cookiesOf(changed))).toBe(true);
    expect((await attempt(PASSWORD)).status).toBe(401);
    expect((await attempt("another-password-12")).status).toBe(200);
    expect(await actions()).toContain("password_changed");
  });

  it("takes another name, and ends with a sign-out that is logged", async () => {
    expect((await call(caller, "PUT", "/api/account", { name: " Ada " })).status).toBe(204);
    expect(await (await call(caller, "GET", "/api/account")).json()).toMatchObject({ user: { name: "Ada" } });
    expect((await call(caller, "POST", "/api/auth/sign-out", {})).status).toBe(200);
    expect(await isSignedIn((caller as { Cookie: string }).Cookie)).toBe(false);
    expect((await actions()).at(-1)).toBe("sign_out");
  });
});

describe("a call that changes something", () => {
  const post = (headers: Record<string, string>) =>
    SELF.fetch(`${BASE}/api/account`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ name: "Mallory" }),
    });

  it.each([
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "https://evil.example", "Sec-Fetch-Site": "same-origin" },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "none" },
    // Cookies, and nothing that says where from.
    {},
  ])("is refused with the cookies of somebody when it comes from elsewhere: %o", async (headers) => {
    expect((await post({ ...caller, ...(headers as Record<string, string>) })).status).toBe(403);
    expect(await (await call(caller, "GET", "/api/account")).json()).not.toMatchObject({ user: { name: "Mallory" } });
  });

  it.each([{ Origin: BASE }, { "Sec-Fetch-Site": "same-origin" }, { Origin: BASE, "Sec-Fetch-Site": "same-origin" }])(
    "is let through from the admin itself: %o",
    async (headers) => {
      expect((await post({ ...caller, ...(headers as Record<string, string>) })).status).toBe(204);
    },
  );

  it("includes the live socket, and reads that leave a trace", async () => {
    const socket = (Origin: string) =>
      SELF.fetch(`${BASE}/api/sessions/x/live?grant=x`, { headers: { ...caller, Origin, Upgrade: "websocket" } });
    expect(await codeOf(await socket("https://evil.example"))).toEqual([403, "forbidden"]);
    expect((await socket(BASE)).status).toBe(400);
    const read = (site: string) =>
      SELF.fetch(`${BASE}/api/settings/identity-secret`, { headers: { ...caller, "Sec-Fetch-Site": site } });
    expect((await read("cross-site")).status).toBe(403);
    expect((await read("same-origin")).status).toBe(200);
  });
});

describe("the sweep", () => {
  it("deletes sign-ins, invitations and counts that have ended, and nothing else", async () => {
    const link = await makeInvitation(caller, "viewer");
    await attempt("wrong-password-12");
    const count = async (table: string) =>
      (await env.ACCOUNTS.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())!.n;
    await sweepAccounts(env.ACCOUNTS, Date.now());
    expect((await call({}, "POST", "/api/join/offer", { secret: link.secret })).status).toBe(200);
    expect((await call(caller, "GET", "/api/me")).status).toBe(200);
    await sweepAccounts(env.ACCOUNTS, Date.now() + 8 * 24 * 3_600_000);
    for (const table of ["session", "join_links", "attempts", "verification"])
      expect([table, await count(table)]).toEqual([table, 0]);
    expect(await count("user")).toBeGreaterThan(0);
  });
});
