import type { ExportRequest } from "../../protocol/export.schema.ts";
import { api } from "../api.ts";

function fileName(response: Response): string {
  return /filename="([\w.-]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "playhead-export";
}

/** Gets an export and hands it to the browser as a download. `progress` hears how many bytes have come. @throws {ApiError} */
export async function saveExport(
  request: ExportRequest,
  progress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await api.exportSessions(request, signal);
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      bytes += part.byteLength;
      progress(bytes);
      controller.enqueue(part);
    },
  });
  // As a blob the browser may keep it on the disk, however large it is.
  const blob = await new Response(response.body!.pipeThrough(counter)).blob();
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName(response);
  link.click();
  // The download has begun by then, and holds the blob itself.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
