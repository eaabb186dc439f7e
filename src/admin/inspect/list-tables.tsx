import { SEEN_FIELDS, TAG_FIELDS, TRAIL_FIELDS } from "../../protocol/list-fields.ts";
import type { Inspection } from "../../protocol/inspection.schema.ts";
import { RowTable } from "./row-table.tsx";

const OWN = ["tenant", "session", "place"];

/** The trail as it is read: one entry a row. */
const TRAIL_TABLE = {
  ...TRAIL_FIELDS,
  fields: { n: "Number of the entry.", trail: TRAIL_FIELDS.fields.trail },
};

/** What is stored of a session for search, insights and those who work with the list. */
export function ListTables({ inspection: { trail, trailCut, tags, seen } }: { inspection: Inspection }) {
  const rows = trail.map((entry, n) => ({ n: n + 1, trail: entry.map((part) => part ?? "–").join(" · ") }));
  const cut = trailCut > 0 ? ` ${trailCut} more had no room.` : "";
  return (
    <>
      <RowTable
        table={{ ...TRAIL_TABLE, intro: TRAIL_TABLE.intro + cut }}
        id="n"
        rows={rows}
        without={OWN}
        none="Nothing has been noted."
      />
      <RowTable table={TAG_FIELDS} id="tag" rows={tags} without={OWN} none="Nobody has tagged it." />
      <RowTable table={SEEN_FIELDS} id="actor" rows={seen} without={OWN} none="Nobody is noted as having watched it." />
    </>
  );
}
