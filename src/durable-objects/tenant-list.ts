import { DurableObject } from "cloudflare:workers";
import type { MovedSession } from "../protocol/list-live.schema.ts";
import { ListWatch } from "./list-watch.ts";
import { closingCode } from "./live-frames.ts";
import { recordingObject, type ObjectsEnv } from "./namespaces.ts";
import type { Place } from "./visitor-rights.ts";

/** What the Tenant object does for those who look at the list of sessions. Nothing of it is stored. */
export abstract class TenantList extends DurableObject<ObjectsEnv> {
  protected abstract place(): Place | null;

  protected readonly list = new ListWatch({
    context: this.ctx,
    look: async (session, until) => {
      const place = this.place();
      // The tenant is part of the object's name: nobody else's session is reached.
      return place && recordingObject(this.env, place.region, place.tenant, session).look(until);
    },
  });

  /** A running session tells how it stands. Answers whether anybody looks at the list. */
  moved(session: MovedSession): boolean {
    return this.list.take(session, Date.now());
  }

  /** The socket of somebody who looks at the list; see `ListMessage`. The Worker has looked at their rights. */
  override async fetch(request: Request): Promise<Response> {
    return this.list.welcome(request, Date.now());
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    return this.list.show(socket, message, Date.now());
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(closingCode(code));
  }
}
