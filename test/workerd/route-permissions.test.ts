import { describe, expect, it } from "vitest";
import { PERMISSIONS, ROLES, permissionsOf } from "../../src/protocol/index.ts";
import { routeTable } from "./route-table.ts";

/** What answers without anybody being signed in, and why that is right. A route that is new here needs such a reason. */
const PUBLIC: Record<string, string> = {
  "GET /playhead.js": "the recorder: every visitor of a recorded site loads it",
  "GET /r/*": "its parts",
  "GET /demo": "the demo shop, on a developer's machine only",
  "GET /demo/*": "the demo shop, on a developer's machine only",
  "GET /api/health": "says that the Worker runs, and nothing else",
  "GET /api/config": "what the sign-in page has to know",
  "GET /api/openapi.json": "the description of the API",
  "POST /api/auth/sign-in/email": "asks for the password itself",
  "POST /api/auth/sign-out": "ends the sign-in of the cookie, if there is one",
  "POST /api/shared/open": "asks for the token of a link, and its password",
  "POST /api/shared/:share/grant": "asks for the grant that opening a link gave, and looks whether the link is good",
  "POST /api/shared/:share/watched": "the same",
  "GET /api/shared/:share/chunks/:n": "the same",
  "GET /api/shared/:share/assets": "the same",
  "GET /api/shared/:share/assets/:sha256": "the same",
  "POST /api/auth/two-factor/verify-totp": "second step of signing in: asks for a code",
  "POST /api/auth/two-factor/verify-backup-code": "second step of signing in: asks for a code",
  "GET /api/auth/passkey/generate-authenticate-options": "first step of signing in with a passkey",
  "POST /api/auth/passkey/verify-authentication": "asks for a signature of the passkey",
  "POST /api/join/offer": "asks for the secret of an invitation",
  "POST /api/join": "asks for the secret of an invitation",
  "POST /api/sign-up": "open only where the deployment says so",
  "GET /api/platform/rotation": "asks for the platform's token",
  "POST /api/platform/rotation": "asks for the platform's token",
  "POST /api/platform/restore-check": "asks for the platform's token",
  "PUT /api/platform/tenants/:id/max-level": "asks for the platform's token",
};

/** Visitors' routes: they ask for a publishable key or an ingest token, not for a member. */
const isIngest = (path: string) => path.startsWith("/v1/");

describe("the table of routes", () => {
  it("has a permission, or a reason to be public, for every route", () => {
    const bare = routeTable()
      .filter(({ path, access }) => access === null && !isIngest(path))
      .map(({ method, path }) => `${method} ${path}`);
    expect(bare.toSorted()).toEqual(Object.keys(PUBLIC).toSorted());
  });

  it("asks for the permission before anything else", async () => {
    const { app } = await import("../../src/worker/app.ts");
    const { accessOf } = await import("../../src/worker/admin/access.ts");
    for (const { method, path, access } of routeTable()) {
      if (access === null) continue;
      const first = app.routes.find((route) => route.method === method && route.path === path);
      expect(accessOf(first!.handler), `${method} ${path}`).toBe(access);
    }
  });

  it("lets nobody change or delete what the activity log has", () => {
    const writing = routeTable().filter(({ method, access }) => access === "activity" && method !== "GET");
    // It compares, and enters that it was asked to.
    expect(writing.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /api/activity/verify"]);
  });
});

describe("the table of roles", () => {
  it("gives each role what it is for, and no more", () => {
    expect(Object.fromEntries(ROLES.map((role) => [role, permissionsOf(role)]))).toEqual({
      owner: PERMISSIONS,
      admin: PERMISSIONS,
      analyst: ["view", "export", "share", "annotate"],
      viewer: ["view"],
      auditor: ["activity"],
    });
  });

  it("gives nothing to a role that nobody knows", () => {
    for (const role of ["member", "", "constructor", "__proto__", "owner,admin"])
      expect(permissionsOf(role)).toEqual([]);
  });
});
