import { integer, sqliteTable, text, uniqueIndex, index } from "drizzle-orm/sqlite-core";

/**
 * Tables of the accounts database. The first nine are better-auth's (https://better-auth.com/docs/concepts/database, with the
 * plugins for organizations, second factors and passkeys); an organization is a tenant, and `tenants` holds what better-auth does not
 * know of it. The others are ours.
 */

const moment = (name: string) => integer(name, { mode: "timestamp_ms" });

export const user = sqliteTable("user", {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: integer("email_verified", { mode: "boolean" }).notNull(),
  image: text(),
  twoFactorEnabled: integer("two_factor_enabled", { mode: "boolean" }).notNull().default(false),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
});

export const session = sqliteTable(
  "session",
  {
    id: text().primaryKey(),
    expiresAt: moment("expires_at").notNull(),
    token: text().notNull().unique(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    activeOrganizationId: text("active_organization_id"),
  },
  (table) => [index("session_user").on(table.userId)],
);

export const account = sqliteTable(
  "account",
  {
    id: text().primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: moment("access_token_expires_at"),
    refreshTokenExpiresAt: moment("refresh_token_expires_at"),
    scope: text(),
    password: text(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("account_user").on(table.userId)],
);

export const verification = sqliteTable(
  "verification",
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("verification_identifier").on(table.identifier)],
);

export const organization = sqliteTable("organization", {
  id: text().primaryKey(),
  name: text().notNull(),
  slug: text().notNull().unique(),
  logo: text(),
  createdAt: moment("created_at").notNull(),
  metadata: text(),
});

export const member = sqliteTable(
  "member",
  {
    id: text().primaryKey(),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    role: text().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [uniqueIndex("member_once").on(table.userId, table.organizationId)],
);

export const invitation = sqliteTable("invitation", {
  id: text().primaryKey(),
  organizationId: text("organization_id")
    .notNull()
    .references(() => organization.id, { onDelete: "cascade" }),
  email: text().notNull(),
  role: text(),
  status: text().notNull(),
  expiresAt: moment("expires_at").notNull(),
  createdAt: moment("created_at").notNull(),
  inviterId: text("inviter_id")
    .notNull()
    .references(() => user.id, { onDelete: "cascade" }),
});

export const twoFactor = sqliteTable(
  "two_factor",
  {
    id: text().primaryKey(),
    /** Both encrypted by the library. */
    secret: text().notNull(),
    backupCodes: text("backup_codes").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    verified: integer({ mode: "boolean" }).notNull().default(true),
    failedVerificationCount: integer("failed_verification_count").notNull().default(0),
    lockedUntil: moment("locked_until"),
  },
  (table) => [uniqueIndex("two_factor_user").on(table.userId)],
);

export const passkey = sqliteTable(
  "passkey",
  {
    id: text().primaryKey(),
    name: text(),
    publicKey: text("public_key").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    credentialID: text("credential_id").notNull().unique(),
    counter: integer().notNull(),
    deviceType: text("device_type").notNull(),
    backedUp: integer("backed_up", { mode: "boolean" }).notNull(),
    transports: text(),
    createdAt: moment("created_at"),
    aaguid: text(),
  },
  (table) => [index("passkey_user").on(table.userId)],
);

/** What is ours of an organization: where its data lives. The region never changes. */
export const tenants = sqliteTable("tenants", {
  id: text()
    .primaryKey()
    .references(() => organization.id, { onDelete: "cascade" }),
  region: text({ enum: ["us", "eu"] }).notNull(),
  createdAt: moment("created_at").notNull(),
});

const ofTenant = () =>
  text()
    .notNull()
    .references(() => tenants.id, { onDelete: "cascade" });

/** Links that make whoever opens them a member. Of the link's secret only the hash is here. */
export const joinLinks = sqliteTable(
  "join_links",
  {
    id: text().primaryKey(),
    tenant: ofTenant(),
    secretHash: text("secret_hash").notNull().unique(),
    role: text().notNull(),
    /** For whom it is, in the words of whoever made it. */
    note: text().notNull(),
    /** `user:<id>` or `key:<id>`. */
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("join_links_tenant").on(table.tenant, table.createdAt)],
);

/** API keys. Of the secret only an HMAC is here. A revoked key stays, because the activity log names it. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text().primaryKey(),
    tenant: ofTenant(),
    name: text().notNull(),
    secretHash: text("secret_hash").notNull(),
    /** What it may do: permissions. */
    scopes: text({ mode: "json" }).$type<string[]>().notNull(),
    /** The only environment whose sessions there are for it; NULL for all. */
    environment: text(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    /** To the minute. */
    lastUsedAt: moment("last_used_at"),
    revokedAt: moment("revoked_at"),
  },
  (table) => [index("api_keys_tenant").on(table.tenant, table.createdAt)],
);

/** How often something was tried that guesses could get through: `subject` is the HMAC of an address or an account. */
export const attempts = sqliteTable("attempts", {
  subject: text().primaryKey(),
  count: integer().notNull(),
  /** When the counting begins anew. */
  until: moment("until").notNull(),
});

/** The authentication library's part, under the names it looks for. */
export const authTables = {
  user,
  session,
  account,
  verification,
  organization,
  member,
  invitation,
  twoFactor,
  passkey,
};
