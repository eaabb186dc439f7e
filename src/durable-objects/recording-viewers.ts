import { DurableObject } from "cloudflare:workers";
import type { MovedSession } from "../protocol/list-live.schema.ts";
import { ListTeller } from "./list-teller.ts";
import { closingCode, countViewers, welcome } from "./live-frames.ts";
import { tenantObject, type ObjectsEnv } from "./namespaces.ts";
import type { Publisher, RecordingManifest } from "./publisher.ts";
import type { RecordingStore } from "./recording-store.ts";
import { movedSession } from "./session-record.ts";

/** What the Recording object does for those who look: at the session, live, or at a list that shows it. */
export abstract class RecordingViewers extends DurableObject<ObjectsEnv> {
  protected abstract readonly store: RecordingStore;
  protected abstract readonly publisher: Publisher;

  /** Whether there is a session here that is not being erased. */
  protected abstract held(): boolean;

  protected readonly lists = new ListTeller({
    row: () => this.listRow(),
    tell: (row) => {
      const { region, tenant } = this.publisher.state().identity;
      return tenantObject(this.env, region, tenant).moved(row);
    },
  });

  private listRow(): MovedSession | null {
    const session = this.manifest()?.session;
    return session ? movedSession(session) : null;
  }

  /** Somebody looks at a list that shows the session, until then; it is told how it goes on. Answers how it stands. */
  look(until: number): MovedSession | null {
    const row = this.listRow();
    if (row) this.lists.look(until);
    return row;
  }

  /** What there is to play, or `null` when the object holds nothing any more: then the index has it all. */
  manifest(): RecordingManifest | null {
    return this.held() ? this.publisher.describe(this.publisher.state()) : null;
  }

  /** The live socket; see `LiveMessage`. The Worker has checked the grant. */
  override async fetch(request: Request): Promise<Response> {
    return welcome(this.ctx, request, this.held() ? { state: this.publisher.state(), store: this.store } : null);
  }

  override webSocketMessage(socket: WebSocket): void {
    socket.close(1003, "this socket only sends");
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(closingCode(code));
    countViewers(this.ctx.getWebSockets(), socket);
  }
}
