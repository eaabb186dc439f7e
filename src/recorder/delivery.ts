import { batchText } from "../protocol/batch.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { BatchResponse } from "../protocol/start.schema.ts";
import type { Budget } from "./budget.ts";
import { compressNow } from "./compress.ts";
import { guard } from "./guard.ts";
import type { Bytes } from "./gzip.ts";
import { clearTimeout, clockNow, setTimeout } from "./natives.ts";
import type { Parcel } from "./parcel.ts";
import type { Queue } from "./queue.ts";
import { uptime } from "./uptime.ts";
import { verdict } from "./verdict.ts";
import { beacon, post, type WireAnswer } from "./wire.ts";

/** JSON text beyond this does not shrink into a keepalive request, and trying would hold the page up. Bytes. */
const TAIL_TEXT_BYTES = 1_000_000;

/** What delivery needs from around it. */
export interface DeliveryLink {
  url(seq: number): string;
  /** Unix milliseconds on the server's clock. */
  now(): number;
  compress(text: string): Promise<Bytes>;
  budget: Budget;
  /** The token is about to end. */
  isStale(): boolean;
  /** Gets a new token; `false` when the server says no. */
  renew(): Promise<boolean>;
  /** Every acknowledgement, with what the server wants. */
  settled(directives?: BatchResponse): void;
  /** Events were lost, so changes no longer follow on: a keyframe is needed. `keyframe`: it was one that got lost. */
  lost(keyframe: boolean): void;
  stop(why: string): void;
}

/** The wire text of a parcel, the same each time. */
function text({ events, sending }: Parcel): string {
  return batchText(
    (sending.sent ??= clockNow()),
    events.map((event) => event.text),
  );
}

/** Sends the parcels of one document: in order, one at a time; when the page goes, what is left at once. */
export function createDelivery(queue: Queue, link: DeliveryLink) {
  let stopped = false;
  let running = false;
  let reached = false;
  let renewed = false;
  /** Until then (milliseconds since the document began) the server wants nothing, not even a tail. */
  let notBefore = 0;
  let endWait: (() => void) | undefined;
  let wakeable = false;

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => endWait?.(), ms);
      endWait = () => {
        clearTimeout(timer);
        endWait = undefined;
        resolve();
      };
    });
  }

  /** Acts on an answer. What has to be waited for is waited for only on the ordinary way. */
  async function act(parcel: Parcel, answer: WireAnswer, ordinary: boolean): Promise<void> {
    const { sending } = parcel;
    if (answer.status < 200 || answer.status > 299) sending.tries++;
    const next = verdict(answer, {
      tries: sending.tries,
      reached,
      online: navigator.onLine,
      renewed,
      gap: !!parcel.gap,
      now: link.now(),
      chance: Math.random(),
    });
    const keyframe = parcel.events.some((event) => event.keyframe);
    if (next.act === "settle") {
      reached = true;
      renewed = false;
      if (queue.settle(parcel)) link.lost(false);
      link.settled(answer.directives);
      endWait?.();
    } else if (next.act === "wait") {
      wakeable = next.wakeable;
      if (!wakeable) notBefore = uptime() + next.ms;
      else if (ordinary) await wait(next.ms);
    } else if (next.act === "renew") {
      renewed = true;
      if (!(await link.renew())) link.stop("the session has ended");
    } else if (next.act === "stop") link.stop(next.why);
    else if (next.act !== "split" || !queue.split(parcel)) {
      const tooLarge = next.act === "split";
      if (next.act === "displace") queue.displace(parcel);
      else queue.lose(parcel, tooLarge ? "too_large" : "error");
      link.lost(tooLarge && keyframe);
      link.settled();
    }
  }

  /** Sends the oldest parcel, whatever number of tries it takes. */
  async function send(parcel: Parcel): Promise<void> {
    const { sending } = parcel;
    if (uptime() < notBefore) await wait(notBefore - uptime());
    if (stopped || parcel.done || sending.away) return;
    const seq = queue.number(parcel);
    sending.flying = true;
    if (link.isStale()) await link.renew();
    // A tail may have fixed the bytes in the meantime: there must be one version of them.
    const body = sending.body ?? (await link.compress(text(parcel)));
    sending.body ??= body;
    if (stopped || parcel.done || sending.away) return;
    const tooLarge = sending.body.length > LIMITS.batchWireBytes;
    const answer = tooLarge ? { status: 413 } : await post(link.url(seq), sending.body, false);
    sending.flying = false;
    // While a copy is away, that one's failure counts; this one's success does.
    if (!stopped && !parcel.done && (!sending.away || answer.status === 202)) await act(parcel, answer, true);
  }

  /** Sends what there is, unless that is under way. */
  async function pump(): Promise<void> {
    if (running) return;
    running = true;
    try {
      for (;;) {
        const parcel = queue.parcels[0];
        if (stopped || !parcel || parcel.sending.away) break;
        await send(parcel);
      }
    } catch (error) {
      link.stop(String(error));
    }
    // In the same breath as the look at the queue: who comes after it starts anew.
    running = false;
  }

  async function sendAway(parcel: Parcel, url: string, body: Bytes): Promise<void> {
    const { sending } = parcel;
    sending.away = true;
    const answer = await post(url, body, true);
    link.budget.give(body.length);
    sending.away = false;
    if (stopped || parcel.done) return;
    // Refused by the browser, most likely for its own budget: the last thing to try.
    if (!answer.status && document.visibilityState === "hidden") guard(beacon)(url, body);
    await act(parcel, answer, false);
    void pump();
  }

  return {
    pump,
    /** The network is back: what waits for nothing else goes on now. */
    wake(): void {
      if (!wakeable) return;
      if (queue.parcels[0]) queue.parcels[0].sending.tries = 0;
      endWait?.();
    },
    /**
     * Sends what is left in requests that outlive the document, oldest first, as far as the keepalive budget goes. What is in
     * an ordinary request goes again if it fits: the document may take that request with it, and the server knows a copy.
     */
    tail(): void {
      if (stopped || uptime() < notBefore) return;
      for (const parcel of queue.parcels) {
        const { sending } = parcel;
        if (sending.away) continue;
        const url = link.url(queue.number(parcel));
        if (parcel.bytes <= TAIL_TEXT_BYTES) sending.body ??= compressNow(text(parcel));
        const { body } = sending;
        if (body && link.budget.take(body.length)) {
          if ("keepalive" in Request.prototype) void sendAway(parcel, url, body);
          else {
            link.budget.give(body.length);
            guard(beacon)(url, body);
          }
        } else if (!sending.flying) return;
      }
    },
    stop(): void {
      stopped = true;
      endWait?.();
    },
  };
}
