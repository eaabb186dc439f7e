import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./src/storage/index-tables.ts", "./src/storage/asset-tables.ts", "./src/storage/list-tables.ts"],
  out: "./migrations/index",
});
