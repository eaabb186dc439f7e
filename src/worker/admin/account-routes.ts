import { createRoute, z } from "@hono/zod-openapi";
import {
  accountChange,
  madeTenant,
  newTenant,
  ownAccount,
  passwordChange,
  signIns,
  tenantChoice,
} from "../../protocol/account.schema.ts";
import {
  changePassword,
  chooseTenant,
  endSignIns,
  listSignIns,
  makeTenant,
  readAccount,
  removePasskey,
  rename,
} from "./account.ts";
import { errorAnswers } from "./errors.schema.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";
import { requiresPerson } from "./signed-in.ts";

const person = requiresPerson();
const done = { 204: { description: "Done" }, ...errorAnswers };
const idParam = z.object({ id: z.string().max(64) });

const getAccount = createRoute({
  method: "get",
  path: "/api/account",
  middleware: person,
  responses: { 200: json(ownAccount, "Who is signed in"), ...errorAnswers },
});

const putAccount = createRoute({
  method: "put",
  path: "/api/account",
  middleware: [person, bounded] as const,
  request: body(accountChange),
  responses: done,
});

const postPassword = createRoute({
  method: "post",
  path: "/api/account/password",
  middleware: [person, bounded] as const,
  request: body(passwordChange),
  responses: done,
});

const getSignIns = createRoute({
  method: "get",
  path: "/api/account/sign-ins",
  middleware: person,
  responses: { 200: json(signIns, "Where one is signed in"), ...errorAnswers },
});

const deleteSignIn = createRoute({
  method: "delete",
  path: "/api/account/sign-ins/{id}",
  middleware: person,
  request: { params: idParam },
  responses: done,
});

const deleteSignIns = createRoute({
  method: "delete",
  path: "/api/account/sign-ins",
  middleware: person,
  responses: done,
});

const deletePasskey = createRoute({
  method: "delete",
  path: "/api/account/passkeys/{id}",
  middleware: person,
  request: { params: idParam },
  responses: done,
});

const postTenant = createRoute({
  method: "post",
  path: "/api/account/tenant",
  middleware: [person, bounded] as const,
  request: body(tenantChoice),
  responses: done,
});

const postTenants = createRoute({
  method: "post",
  path: "/api/tenants",
  middleware: [person, bounded] as const,
  request: body(newTenant),
  responses: { 201: json(madeTenant, "A tenant of one's own, in which nobody is recorded yet"), ...errorAnswers },
});

/** What everybody may do with their own account. */
export const accountRoutes = adminRoutes()
  .openapi(getAccount, async (context) => context.json(await readAccount(context), 200))
  .openapi(putAccount, async (context) => {
    await rename(context, context.req.valid("json").name);
    return context.body(null, 204);
  })
  .openapi(postPassword, (context) => changePassword(context, context.req.valid("json")))
  .openapi(getSignIns, async (context) => context.json(await listSignIns(context), 200))
  .openapi(deleteSignIn, async (context) => {
    await endSignIns(context, context.req.valid("param").id);
    return context.body(null, 204);
  })
  .openapi(deleteSignIns, async (context) => {
    await endSignIns(context, null);
    return context.body(null, 204);
  })
  .openapi(deletePasskey, async (context) => {
    await removePasskey(context, context.req.valid("param").id);
    return context.body(null, 204);
  })
  .openapi(postTenant, async (context) => {
    await chooseTenant(context, context.req.valid("json").id);
    return context.body(null, 204);
  })
  .openapi(postTenants, async (context) => context.json(await makeTenant(context, context.req.valid("json")), 201));
