import { HTML_END, type HtmlFacts, type HtmlInfo } from "../../protocol/export/html-file.ts";
import "./offline.css";
import { insideSource } from "./inside-source.ts";
import { askPassword } from "./lock.ts";
import { showPlayer } from "./player-view.ts";
import { readParts, type Parts } from "./parts.ts";

/*
 * The player in an exported file. It runs from anywhere, a disk too, and reaches nothing outside of the page: the page's policy allows
 * no connection.
 */

function note(root: HTMLElement, text: string): void {
  const line = document.createElement("p");
  line.className = "note";
  line.textContent = text;
  root.replaceChildren(line);
}

/** The facts, when the key fits. */
async function factsOf(parts: Parts): Promise<HtmlFacts | null> {
  const text = await parts.text("facts").catch(() => null);
  return text === null ? null : (JSON.parse(text) as HtmlFacts);
}

async function open(root: HTMLElement): Promise<void> {
  if (!document.getElementById(HTML_END))
    return note(root, "This file is not whole: its download was broken off. Export the session again.");
  const info = JSON.parse(document.getElementById("playhead")!.textContent) as HtmlInfo;
  const { lock } = info;
  let parts = readParts(document, null);
  let facts: HtmlFacts | null = null;
  if (lock)
    await askPassword(root, lock, async (key) => {
      parts = readParts(document, key);
      facts = await factsOf(parts);
      return facts !== null;
    });
  else facts = await factsOf(parts);
  if (!facts) return note(root, "This file can't be read: it was changed since it was exported.");
  note(root, "Opening the recording");
  showPlayer(root, await insideSource(parts, facts));
}

document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("player")!;
  open(root).catch((error: unknown) => note(root, `This file can't be played: ${String(error)}`));
});
