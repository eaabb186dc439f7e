import type { SessionRow } from "../../protocol/api.schema.ts";
import { useCount } from "./use-sessions.ts";

/** How many sessions fit, and how many of those that are shown are live. */
export function ListCount({ q, rows, more }: { q: string; rows: readonly SessionRow[]; more: boolean }) {
  const counted = useCount(q, more);
  const live = rows.filter(({ status }) => status === "live").length;
  const known = counted?.count != null && counted.count >= rows.length;
  const count = known ? counted.count! : rows.length;
  const open = known ? counted.more : more;
  return (
    <span className="faint number" role="status">
      {count.toLocaleString("en")}
      {open ? "+" : ""}
      {live > 0 ? ` · ${live} live` : ""}
    </span>
  );
}
