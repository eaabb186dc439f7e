import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { tenantObject } from "../../durable-objects/index.ts";
import { EVERYONE, LOOPBACK_ORIGINS, newPolicy } from "../../protocol/index.ts";
import type { Policy } from "../../protocol/policy.schema.ts";
import { account, member, organization, tenants, user } from "../../storage/account-tables.ts";
import type { Env } from "../env.ts";
import { DEMO } from "./demo-tenant.ts";

/** A developer records as much as they like. */
const DEMO_QUOTA = 1_000_000;

/** What visitors of the demo shop read. */
const DEMO_PURPOSE =
  "We record how this shop is used, to find what is broken or hard to use. What you type is never recorded.";

/** Records everybody, on a developer's machine. */
function demoPolicy(now: number): Policy {
  const policy = newPolicy(DEMO.tenant, "us", now);
  const [production, test] = policy.environments;
  return {
    ...policy,
    recording: true,
    consent: { ...policy.consent, unset: "allow", erasure: true, purpose: DEMO_PURPOSE },
    environments: [
      {
        ...production!,
        keys: [{ key: DEMO.key, createdAt: now, revokedAt: null }],
        level: "playback",
        origins: LOOPBACK_ORIGINS,
        segments: [EVERYONE],
      },
      test!,
    ],
    // Developers drive it with headless browsers.
    exclusions: { ...policy.exclusions, bots: false },
    quota: { sessions: DEMO_QUOTA, anchor: now, bytes: null },
  };
}

async function seedAccounts(env: Env, now: Date): Promise<void> {
  const db = drizzle(env.ACCOUNTS);
  const [existing] = await db.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, DEMO.tenant));
  if (existing) return;
  const { hashPassword } = await import("../admin/password.ts");
  const dates = { createdAt: now, updatedAt: now };
  await db.batch([
    db
      .insert(user)
      .values({ id: DEMO.owner, name: "Demo Owner", email: DEMO.email, emailVerified: true, ...dates })
      .onConflictDoNothing(),
    db
      .insert(account)
      .values({
        id: DEMO.owner,
        accountId: DEMO.owner,
        providerId: "credential",
        userId: DEMO.owner,
        password: await hashPassword(DEMO.password),
        ...dates,
      })
      .onConflictDoNothing(),
    db
      .insert(organization)
      .values({ id: DEMO.tenant, name: DEMO.name, slug: "demo", createdAt: now })
      .onConflictDoNothing(),
    db.insert(tenants).values({ id: DEMO.tenant, region: "us", createdAt: now }).onConflictDoNothing(),
    db
      .insert(member)
      .values({ id: DEMO.owner, organizationId: DEMO.tenant, userId: DEMO.owner, role: "owner", createdAt: now })
      .onConflictDoNothing(),
  ]);
}

async function seed(env: Env): Promise<void> {
  const now = Date.now();
  await seedAccounts(env, new Date(now));
  const tenant = tenantObject(env, "us", DEMO.tenant);
  const settings = await tenant.settings();
  if (settings === "unreadable") console.warn("The demo tenant's settings are of an earlier version: starting afresh.");
  if (!settings || settings === "unreadable") await tenant.configure(demoPolicy(now));
}

let seeded: Promise<void> | null = null;

/** Makes the demo tenant and its owner unless they are there. In local mode only; looked up once per isolate. */
export function ensureDemo(env: Env): Promise<void> {
  seeded ??= seed(env).catch((error: unknown) => {
    seeded = null;
    throw error;
  });
  return seeded;
}
