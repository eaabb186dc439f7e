import { SELF, env } from "cloudflare:test";
import { drizzle } from "drizzle-orm/d1";
import { uuidv7 } from "../../src/protocol/index.ts";
import { account, member, user } from "../../src/storage/account-tables.ts";
import { hashPassword } from "../../src/worker/admin/password.ts";
import { DEMO } from "../../src/worker/local/demo-tenant.ts";

export const BASE = "http://playhead.test";

/** Signs in; answers the cookies to send. */
export async function signIn(email: string, password: string): Promise<string> {
  const response = await SELF.fetch(`${BASE}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: BASE, "CF-Connecting-IP": "203.0.113.77" },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`sign-in answered ${response.status}`);
  await response.text();
  const cookies = response.headers.getSetCookie().map((text) => text.split(";")[0]);
  return cookies.join("; ");
}

/** Somebody of the demo tenant, signed in. */
export async function signInAs(role: string): Promise<string> {
  const [id, email, password] = [uuidv7(), `${role}@demo.playhead.test`, "a-long-password-1234"];
  const now = new Date();
  const dates = { createdAt: now, updatedAt: now };
  await drizzle(env.ACCOUNTS).batch([
    drizzle(env.ACCOUNTS)
      .insert(user)
      .values({ id, name: role, email, emailVerified: true, ...dates }),
    drizzle(env.ACCOUNTS)
      .insert(account)
      .values({
        id,
        accountId: id,
        providerId: "credential",
        userId: id,
        password: await hashPassword(password),
        ...dates,
      }),
    drizzle(env.ACCOUNTS).insert(member).values({ id, organizationId: DEMO.tenant, userId: id, role, createdAt: now }),
  ]);
  return signIn(email, password);
}
