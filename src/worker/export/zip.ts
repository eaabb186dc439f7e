import { Zip, ZipDeflate } from "fflate";

export interface ZipEntry {
  name: string;
  parts: AsyncGenerator<Uint8Array>;
}

/** A ZIP of files that are made one after the other while it is read. */
export async function* zipOf(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw error;
    ready.push(data);
  });
  for await (const { name, parts } of entries) {
    const file = new ZipDeflate(name, { level: 1 });
    zip.add(file);
    for await (const part of parts) {
      file.push(part);
      yield* ready.splice(0);
    }
    file.push(new Uint8Array(0), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}
