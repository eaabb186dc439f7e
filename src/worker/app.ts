import { OpenAPIHono } from "@hono/zod-openapi";
import { PlayheadError } from "../protocol/index.ts";
import type { PublicConfig } from "../protocol/api.schema.ts";
import { accountRoutes } from "./admin/account-routes.ts";
import { keepSignIn, noteDenied } from "./admin/after-route.ts";
import { authRoutes } from "./admin/auth-routes.ts";
import { insightRoutes } from "./admin/insight-routes.ts";
import { joinRoutes } from "./admin/join-routes.ts";
import { keyRoutes } from "./admin/key-routes.ts";
import { memberRoutes } from "./admin/member-routes.ts";
import { activityRoutes } from "./admin/activity-routes.ts";
import { deletionRoutes } from "./admin/deletion-routes.ts";
import type { AdminContext } from "./admin/member.ts";
import { exportRoutes } from "./admin/export-routes.ts";
import { importRoutes } from "./admin/import-routes.ts";
import { noteRoutes } from "./admin/note-routes.ts";
import { platformRoutes } from "./admin/platform-routes.ts";
import { privacyApplyRoutes } from "./admin/privacy-apply-routes.ts";
import { listRoutes } from "./admin/list-routes.ts";
import { sessionRoutes } from "./admin/session-routes.ts";
import { shareRoutes } from "./admin/share-routes.ts";
import { sharedRoutes } from "./admin/shared-routes.ts";
import { settingsRoutes } from "./admin/settings-routes.ts";
import { demoShop, loader, recorderChunk } from "./assets.ts";
import { isLocal, isSignUpOpen, publicOrigin } from "./env.ts";
import { refuseForeign } from "./fetch-metadata.ts";
import { onError } from "./http-errors.ts";
import { ingest } from "./ingest/routes.ts";
import { DEMO } from "./local/demo-tenant.ts";
import { ensureDemo } from "./local/demo.ts";

const base = new OpenAPIHono<AdminContext>();
base.onError(onError);
base.notFound((context) =>
  onError(new PlayheadError("not_found", `There is nothing at ${context.req.method} ${context.req.path}.`), context),
);

base.use("/v1/*", async ({ env }, next) => {
  if (isLocal(env)) await ensureDemo(env);
  await next();
});
base.use("/api/*", async (context, next) => {
  refuseForeign(context.req.raw, publicOrigin(context.env, context.req.raw));
  if (isLocal(context.env)) await ensureDemo(context.env);
  await next();
  await noteDenied(context);
  // A response that hands over a socket must go out as it is.
  if (context.res.status === 101) return;
  keepSignIn(context);
  context.res.headers.set("X-Content-Type-Options", "nosniff");
  if (!context.res.headers.has("Cache-Control")) context.res.headers.set("Cache-Control", "no-store");
});

base.get("/playhead.js", loader);
base.get("/r/*", recorderChunk);
base.get("/demo", (context) => (isLocal(context.env) ? context.redirect("/demo/") : context.notFound()));
base.get("/demo/*", demoShop);
base.route("/", ingest);

base.get("/api/health", (context) => context.json({ ok: true }));
base.get("/api/config", (context) => {
  const local = isLocal(context.env);
  const { email, password, key } = DEMO;
  return context.json({
    local,
    demo: local ? { email, password, key } : null,
    signUp: isSignUpOpen(context.env),
  } satisfies PublicConfig);
});

/** Everything the Worker answers. */
export const app = base
  .route("/", authRoutes)
  .route("/", accountRoutes)
  .route("/", joinRoutes)
  .route("/", memberRoutes)
  .route("/", keyRoutes)
  // Before the routes of one session, whose id could be anything.
  .route("/", listRoutes)
  .route("/", sessionRoutes)
  .route("/", settingsRoutes)
  .route("/", privacyApplyRoutes)
  .route("/", insightRoutes)
  .route("/", exportRoutes)
  .route("/", importRoutes)
  .route("/", shareRoutes)
  .route("/", sharedRoutes)
  .route("/", activityRoutes)
  .route("/", deletionRoutes)
  .route("/", noteRoutes)
  .route("/", platformRoutes);

app.doc31("/api/openapi.json", { openapi: "3.1.0", info: { title: "Playhead", version: "0.1.0" } });
