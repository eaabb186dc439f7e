import type { ReactNode } from "react";
import classes from "./insights.module.css";

export interface Column<T> {
  name: string;
  /** What it means, where the name does not say it all. */
  hint?: string;
  /** Numbers stand on the right. */
  number?: boolean;
  render(row: T): ReactNode;
}

interface Props<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf(row: T): string;
  /** How many kinds there are in all. */
  kinds: number;
  /** How often one came that could not be told apart from the others. */
  untold: number;
}

/** What most sessions have in common, a line for each. */
export function DataTable<T>({ label, columns, rows, keyOf, kinds, untold }: Props<T>) {
  return (
    <>
      <div className={classes["scroll"]} tabIndex={0} role="region" aria-label={`Table: ${label}`}>
        <table className={classes["table"]}>
          <thead>
            <tr>
              {columns.map(({ name, hint, number }) => (
                <th key={name} scope="col" data-number={number ? "" : undefined} title={hint}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ name, number, render }) => (
                  <td key={name} data-number={number ? "" : undefined}>
                    {render(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(kinds > rows.length || untold > 0) && (
        <p className={classes["looked"]}>
          The first {rows.length.toLocaleString("en")} of {kinds.toLocaleString("en")}
          {untold > 0 && `; ${untold.toLocaleString("en")} more were of kinds that came later and are not told apart`}.
        </p>
      )}
    </>
  );
}
