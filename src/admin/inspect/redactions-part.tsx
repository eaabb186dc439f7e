import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Redaction } from "../../protocol/api.schema.ts";
import { countText } from "../settings/words/list-text.ts";
import { kindName, placeWords, redactionCount } from "../settings/words/redaction-words.ts";
import classes from "./inspect.module.css";
import { Part } from "./part.tsx";

function WhatToDo({ place, session, mayWrite }: { place: string; session: string; mayWrite: boolean }) {
  const { selector, advice } = placeWords(place);
  if (advice !== undefined) return <span className="faint">{advice}</span>;
  if (selector === undefined || !mayWrite) return null;
  return (
    <Anchor fz="sm" renderRoot={(props) => <Link to="/settings/privacy" search={{ session, selector }} {...props} />}>
      Write a rule
    </Anchor>
  );
}

interface Props {
  redacted: readonly Redaction[];
  session: string;
  /** Whether this person may change the settings. */
  mayWrite: boolean;
}

/** What the second fence took out, where it came from, and what to do so that it does not come again. */
export function RedactionsPart({ redacted, session, mayWrite }: Props) {
  const count = redactionCount(redacted);
  return (
    <Part
      title="What was taken out"
      anchor="redactions"
      intro="Secrets that the recorder had let through were taken out before anything was stored. Only kind, place and number are kept."
    >
      {count === 0 ? (
        <p className={classes["none"]}>No secrets were found in this session.</p>
      ) : (
        <table className={classes["redactions"]} aria-label={countText(count, "secret")}>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Where</th>
              <th scope="col" className={classes["count"]}>
                How many
              </th>
              <th scope="col">
                <span className={classes["hidden"]}>What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {redacted.map(({ kind, place, count: each }) => (
              <tr key={`${kind} ${place}`}>
                <th scope="row">{kindName(kind)}</th>
                <td title={place}>{placeWords(place).name}</td>
                <td className={classes["count"]}>{each.toLocaleString("en")}</td>
                <td>
                  <WhatToDo place={place} session={session} mayWrite={mayWrite} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  );
}
