import { writeFileSync } from "node:fs";
import { SOURCE_WORDS, TAG_WORDS, TYPE_WORDS } from "../src/protocol/event-fields.ts";
import { OBJECT_TABLES } from "../src/protocol/object-tables.ts";
import { SESSION_TABLES } from "../src/protocol/session-fields.ts";

/** Where the page is. */
export const STORED_DATA_FILE = new URL("../docs/stored-data.md", import.meta.url);

function cell(text) {
  return text.replaceAll("|", "\\|");
}

function table(head, rows) {
  return [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`]
    .concat(rows.map((row) => `| ${row.map(cell).join(" | ")} |`))
    .join("\n");
}

function fieldTable({ title, intro, fields }) {
  const rows = Object.entries(fields).map(([name, means]) => [`\`${name}\``, means]);
  return `## ${title}\n\n${intro}\n\n${table(["Field", "What it means"], rows)}`;
}

function eventRow([key, { name, means, fields = {} }]) {
  const parts = Object.entries(fields).map(([field, text]) => `\`${field}\`: ${text}`);
  return [`\`${key}\``, `${name}. ${means}`, parts.join("<br>")];
}

/** The text of `docs/stored-data.md`, made of the tables that the inspector shows as well. */
export function storedDataText() {
  const events = ["Tag", "What it is", "Fields"];
  return `${[
    "# What is stored",
    "Everything that Playhead stores about a visit, field by field. The inspector of a session (Sessions → a session → Inspect) shows the same\nfields with what is in them. This page is made by `node scripts/stored-data.mjs`; a test fails when it is not current.",
    "About the visitor there are: the GUID or user id, the masked IP address, country and city, browser, operating system and kind of device, the\nsize of window and screen and the language of the browser (in the event `playhead.page`), and the addresses and titles of pages. Addresses,\ntitles, IP address and place can be switched off in Settings → Privacy. Nothing else is stored about a visitor, and the full IP address is\nwritten nowhere, logs included.",
    ...SESSION_TABLES.map(fieldTable),
    `## Events\n\nThe chunks hold these, after the privacy filter and without the secrets that were found.\n\n${table(events, Object.entries(TAG_WORDS).map(eventRow))}`,
    `### Events of the document\n\nBy \`type\`. The model is rrweb's.\n\n${table(["Type", "What it is", "Fields"], Object.entries(TYPE_WORDS).map(eventRow))}`,
    `### Changes\n\nEvents of type 3, by \`data.source\`.\n\n${table(
      ["Source", "What it is"],
      Object.entries(SOURCE_WORDS).map(([key, { name, means }]) => [`\`${key}\``, `${name}. ${means}`]),
    )}`,
    `## Objects and bucket\n\n${OBJECT_TABLES.intro}\n\n${table(
      ["Where", "What it holds"],
      Object.entries(OBJECT_TABLES.fields).map(([name, means]) => [`\`${name}\``, means]),
    )}`,
  ].join("\n\n")}\n`;
}

if (import.meta.main) writeFileSync(STORED_DATA_FILE, storedDataText());
