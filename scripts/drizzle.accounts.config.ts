import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: "./src/storage/account-tables.ts",
  out: "./migrations/accounts",
});
