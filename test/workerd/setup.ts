import { applyD1Migrations, env } from "cloudflare:test";

await applyD1Migrations(env.ACCOUNTS, env.MIGRATIONS.accounts);
await applyD1Migrations(env.INDEX_US, env.MIGRATIONS.index);
await applyD1Migrations(env.INDEX_EU, env.MIGRATIONS.index);
