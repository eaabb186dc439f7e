import { EventType, type RecordedEvent } from "../protocol/events.ts";
import { scrubUrl } from "./urls.ts";

/** Keys of our own payloads that hold addresses. */
const ADDRESSES = ["url", "referrer"];

/**
 * The one place every event passes before it is kept: what must not leave the page is taken out here. `null` drops the event.
 */
export function filter(event: RecordedEvent): RecordedEvent | null {
  const data = event.data as { href?: string; tag?: string; payload?: Record<string, unknown> };
  if (event.type === EventType.Meta && data.href) data.href = scrubUrl(data.href);
  else if (event.type === EventType.Custom && data.payload && !isTheSites(data.tag))
    for (const key of ADDRESSES) {
      const address = data.payload[key];
      if (address) data.payload[key] = scrubUrl(String(address));
    }
  return event;
}

/** What the site itself hands over is its own word, and stays as it is. */
function isTheSites(tag: string | undefined): boolean {
  return tag === "playhead.identify" || tag === "playhead.track";
}
