// The least that could be called ingest: inflate the body, append it to one of 64 Durable Objects. The baseline for batches/s.
import { DurableObject } from "cloudflare:workers";

export class Log extends DurableObject {
  constructor(context, env) {
    super(context, env);
    context.storage.sql.exec("CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, body BLOB)");
  }

  append(body) {
    this.ctx.storage.sql.exec("INSERT INTO log (body) VALUES (?)", body);
  }
}

export default {
  async fetch(request, env) {
    const body = await request.arrayBuffer();
    await new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    const { searchParams } = new URL(request.url);
    await env.LOG.getByName(searchParams.get("log")).append(body);
    return new Response(null, { status: 202 });
  },
};
