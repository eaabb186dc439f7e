import {
  keyList,
  madeInvitation,
  madeKey,
  memberList,
  type KeyList,
  type MadeInvitation,
  type MadeKey,
  type MemberList,
  type NewInvitation,
  type NewKey,
} from "../../../protocol/members.schema.ts";
import type { Role } from "../../../protocol/permissions.ts";
import { parse, read, send } from "../../api.ts";

const at = (path: string, id: string) => `/api/${path}/${encodeURIComponent(id)}`;

/** The calls of members, invitations and API keys. */
export const membersApi = {
  members: (signal?: AbortSignal): Promise<MemberList> => read("/api/members", memberList, signal),
  async changeRole({ user, role }: { user: string; role: Role }): Promise<void> {
    await send("PUT", `${at("members", user)}/role`, { role });
  },
  async remove(user: string): Promise<void> {
    await send("DELETE", at("members", user));
  },
  async invite(invitation: NewInvitation): Promise<MadeInvitation> {
    return parse(await send("POST", "/api/invitations", invitation), madeInvitation);
  },
  async withdraw(id: string): Promise<void> {
    await send("DELETE", at("invitations", id));
  },

  keys: (signal?: AbortSignal): Promise<KeyList> => read("/api/keys", keyList, signal),
  async makeKey(key: NewKey): Promise<MadeKey> {
    return parse(await send("POST", "/api/keys", key), madeKey);
  },
  async revokeKey(id: string): Promise<KeyList> {
    return parse(await send("DELETE", at("keys", id)), keyList);
  },
};
