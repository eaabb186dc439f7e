// npm run migrate: applies the migrations to the local databases.
import { ensureInstalled, fail, migrate } from "./lib.mjs";

try {
  await ensureInstalled();
  migrate();
  console.log("The local databases are up to date.");
} catch (error) {
  fail(error);
}
