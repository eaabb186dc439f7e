import { createRoute, z } from "@hono/zod-openapi";
import { madeInvitation, memberList, newInvitation, roleChange } from "../../protocol/members.schema.ts";
import { errorAnswers } from "./errors.schema.ts";
import { requires } from "./member.ts";
import { changeRole, invite, listMembers, removeMember, withdraw } from "./members.ts";
import { adminRoutes, body, bounded, json } from "./routes.ts";

const may = requires("members");
const done = { 204: { description: "Done" }, ...errorAnswers };
const idParam = z.object({ id: z.string().max(64) });

const getMembers = createRoute({
  method: "get",
  path: "/api/members",
  middleware: may,
  responses: { 200: json(memberList, "Members and open invitations"), ...errorAnswers },
});

const putRole = createRoute({
  method: "put",
  path: "/api/members/{id}/role",
  middleware: [may, bounded] as const,
  request: { params: idParam, ...body(roleChange) },
  responses: done,
});

const deleteMember = createRoute({
  method: "delete",
  path: "/api/members/{id}",
  middleware: may,
  request: { params: idParam },
  responses: done,
});

const postInvitation = createRoute({
  method: "post",
  path: "/api/invitations",
  middleware: [may, bounded] as const,
  request: body(newInvitation),
  responses: { 201: json(madeInvitation, "A link's secret, which is shown this once"), ...errorAnswers },
});

const deleteInvitation = createRoute({
  method: "delete",
  path: "/api/invitations/{id}",
  middleware: may,
  request: { params: idParam },
  responses: done,
});

export const memberRoutes = adminRoutes()
  .openapi(getMembers, async (context) => context.json(await listMembers(context), 200))
  .openapi(putRole, async (context) => {
    await changeRole(context, context.req.valid("param").id, context.req.valid("json").role);
    return context.body(null, 204);
  })
  .openapi(deleteMember, async (context) => {
    await removeMember(context, context.req.valid("param").id);
    return context.body(null, 204);
  })
  .openapi(postInvitation, async (context) => context.json(await invite(context, context.req.valid("json")), 201))
  .openapi(deleteInvitation, async (context) => {
    await withdraw(context, context.req.valid("param").id);
    return context.body(null, 204);
  });
