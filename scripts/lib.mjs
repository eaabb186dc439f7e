import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's folder, absolute. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** The environment in which `node`, `wrangler`, `vite` … are the project's own. */
export function toolEnv(extra = {}) {
  return { ...process.env, PATH: join(root, "node_modules/.bin") + delimiter + process.env.PATH, ...extra };
}

/** Runs a command in the checkout and resolves when it ends with 0; rejects with its name and code otherwise. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", env: toolEnv(options.env), ...options.spawn });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(" ")} ended with ${signal ?? code}`)),
    );
  });
}
