import { TOLD } from "../../protocol/limits.ts";
import { guard, stopAll, type Stop } from "../guard.ts";
import type { Call } from "./network.ts";
import { wrap } from "./wrap.ts";

/** Bodies that can be read without being told what they are; a stream of events never ends. */
const READABLE = /^(?:application\/(?:[\w.+-]*\+)?json|application\/x-www-form-urlencoded)\b/i;

/** Absolute and without fragment, as the browser notes it. */
function addressOf(address: string | URL): string {
  return new URL(address, document.baseURI).href.split("#", 1)[0]!;
}

function textOf(body: unknown): string | undefined {
  const text = typeof body === "string" ? body : body instanceof URLSearchParams ? body.toString() : undefined;
  return text !== undefined && text.length <= TOLD.bodyChars ? text : undefined;
}

/** What a copy of an answer says, when it is short and of a kind that can be read. */
async function bodyOf(response: Response): Promise<string | undefined> {
  if (!READABLE.test(response.headers.get("content-type") ?? "") || !response.body) return undefined;
  const reader = response.clone().body!.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length <= TOLD.bodyChars) continue;
    // The page's own copy goes on.
    void reader.cancel();
    return undefined;
  }
}

type Started = (call: Call) => void;

function watchFetch(full: boolean, started: Started, ended: Started): Stop {
  return wrap<Parameters<typeof fetch>, Promise<Response>>(window, "fetch", ([input, init]) => {
    const request = input instanceof Request ? input : undefined;
    const method = (init?.method ?? request?.method ?? "GET").toUpperCase();
    const url = addressOf(request ? request.url : (input as string | URL));
    const call: Call = { kind: "fetch", url, since: performance.now(), said: { method, status: null } };
    if (full) {
      call.said.requestHeaders = Object.fromEntries(new Headers(init?.headers ?? request?.headers));
      const body = textOf(init?.body);
      if (body !== undefined) call.said.requestBody = body;
    }
    started(call);
    const end = guard(() => {
      call.until = performance.now();
      ended(call);
    });
    const answered = guard((response: Response) => {
      call.said.status = response.status || null;
      if (!full) return end();
      call.said.responseHeaders = Object.fromEntries(response.headers);
      const until = performance.now();
      const told = (body?: string) => {
        if (body !== undefined) call.said.responseBody = body;
        call.until = until;
        ended(call);
      };
      // The page or the network may break it off: told without.
      bodyOf(response).then(told, () => told());
    });
    // What the page gets is handled by the page, or by nobody: an unhandled rejection stays one.
    return (promise) =>
      promise.then(
        (response) => {
          answered(response);
          return response;
        },
        (error: unknown) => {
          call.said.failed = true;
          end();
          throw error;
        },
      );
  });
}

function headersOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(/:\s*(.*)/s, 2) as [string, string])
      .filter(([name]) => name),
  );
}

function watchXhr(full: boolean, started: Started, ended: Started): Stop {
  const opened = new WeakMap<object, { method: string; url: string; headers: Record<string, string> }>();
  const { prototype } = XMLHttpRequest;
  return stopAll([
    wrap<[string, string | URL], void>(prototype, "open", ([method, url], self) => {
      opened.set(self as object, { method: String(method).toUpperCase(), url: addressOf(url), headers: {} });
    }),
    full
      ? wrap<[string, string], void>(prototype, "setRequestHeader", ([name, value], self) => {
          const known = opened.get(self as object);
          if (known) known.headers[String(name)] = String(value);
        })
      : () => {},
    wrap<[unknown], void>(prototype, "send", ([body], self) => {
      const request = self as XMLHttpRequest;
      const known = opened.get(request);
      if (!known) return;
      const { method, url, headers } = known;
      const call: Call = { kind: "xmlhttprequest", url, since: performance.now(), said: { method, status: null } };
      const text = full ? textOf(body) : undefined;
      if (full) call.said.requestHeaders = headers;
      if (text !== undefined) call.said.requestBody = text;
      started(call);
      const end = guard(() => {
        call.until = performance.now();
        call.said.status = request.status || null;
        if (!request.status) call.said.failed = true;
        if (full) call.said.responseHeaders = headersOf(request.getAllResponseHeaders());
        const isText = request.responseType === "" || request.responseType === "text";
        const isReadable = READABLE.test(request.getResponseHeader("content-type") ?? "");
        const answer = full && isText && isReadable ? textOf(request.responseText) : undefined;
        if (answer !== undefined) call.said.responseBody = answer;
        ended(call);
      });
      request.addEventListener("loadend", end, { once: true });
    }),
  ]);
}

/** Hears of what scripts ask for: of its beginning, and of its end. `full`: with headers and bodies. */
export function watchCalls(full: boolean, started: Started, ended: Started): Stop {
  return stopAll([watchFetch(full, started, ended), watchXhr(full, started, ended)]);
}
