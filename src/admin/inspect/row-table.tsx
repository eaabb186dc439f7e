import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import type { FieldTable } from "../../protocol/session-fields.ts";
import classes from "./inspect.module.css";
import { Part } from "./part.tsx";
import { isNothing, valueText } from "./value-text.ts";

interface Props {
  table: FieldTable;
  rows: readonly Record<string, unknown>[];
  /** The field that tells rows apart. */
  id: string;
  /** What is the same in all rows, or shown elsewhere. */
  without: readonly string[];
  /** Cells that are not shown as they are. */
  cells?: Record<string, (row: Record<string, unknown>) => ReactNode>;
  none: string;
}

/** The rows of a table; what a column means is the hint of its head. */
export function RowTable({ table, rows, id, without, cells, none }: Props) {
  const columns = Object.entries(table.fields).filter(([field]) => !without.includes(field));
  return (
    <Part title={table.title} intro={table.intro}>
      {rows.length === 0 ? (
        <p className={classes["none"]}>{none}</p>
      ) : (
        <div className={classes["scroll"]} tabIndex={0} role="region" aria-label={table.title}>
          <table className={classes["rows"]}>
            <thead>
              <tr>
                {columns.map(([field, means]) => (
                  <th key={field} scope="col">
                    <Tooltip label={means} multiline maw={320}>
                      <button type="button" aria-label={`${field}: ${means}`}>
                        {field}
                      </button>
                    </Tooltip>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={String(row[id])}>
                  {columns.map(([field]) => (
                    <td key={field} data-nothing={isNothing(row[field]) || undefined}>
                      {cells?.[field]?.(row) ?? valueText(field, row[field])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Part>
  );
}
