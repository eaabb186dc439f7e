// Loaded into `wrangler dev` (NODE_OPTIONS=--import). wrangler ends as a whole when one request from its proxy to the
// runtime meets a connection that the runtime is just closing, which it does after five idle seconds: the pace at which the
// recorder sends. Such a request fails, its sender repeats it, and the server goes on.
import { EventEmitter } from "node:events";

const { emit } = EventEmitter.prototype;

EventEmitter.prototype.emit = function (name, ...args) {
  const [event] = args;
  const survivable = event?.source === "ProxyController" && event.reason === "Error inside ProxyWorker";
  if (name !== "error" || !survivable) return Reflect.apply(emit, this, [name, ...args]);
  console.warn(`wrangler dev: a request was lost (${event.cause?.cause?.message ?? event.cause?.message})`);
  return true;
};
