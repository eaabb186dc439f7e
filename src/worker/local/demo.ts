import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { tenantObject } from "../../durable-objects/index.ts";
import { LIMITS, LOOPBACK_ORIGINS } from "../../protocol/index.ts";
import type { Policy } from "../../protocol/policy.schema.ts";
import { account, member, organization, tenants, user } from "../../storage/account-tables.ts";
import type { Env } from "../env.ts";
import { DEMO } from "./demo-tenant.ts";

/** A developer records as much as they like. */
const DEMO_QUOTA = 1_000_000;

function demoPolicy(now: number): Policy {
  return {
    tenant: DEMO.tenant,
    region: "us",
    environments: [
      {
        id: "production",
        name: "Production",
        key: DEMO.key,
        level: "playback",
        origins: LOOPBACK_ORIGINS,
        segments: ["everyone"],
      },
    ],
    quota: { sessions: DEMO_QUOTA, anchor: now },
    retentionDays: LIMITS.retentionDaysDefault,
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
  if (!(await tenant.policy())) await tenant.configure(demoPolicy(now));
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
