import type { FieldTable } from "../../protocol/session-fields.ts";
import classes from "./inspect.module.css";
import { Part } from "./part.tsx";
import { isNothing, valueText } from "./value-text.ts";

/** One row of a table, field by field, with what each one means. */
export function FieldList({ table, row }: { table: FieldTable; row: Record<string, unknown> }) {
  return (
    <Part title={table.title} intro={table.intro}>
      <dl className={classes["fields"]} data-testid="session-fields">
        {Object.entries(table.fields).map(([field, means]) => (
          <div key={field}>
            <dt>
              <code>{field}</code>
            </dt>
            <dd data-nothing={isNothing(row[field]) || undefined}>{valueText(field, row[field])}</dd>
            <dd className={classes["means"]}>{means}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
