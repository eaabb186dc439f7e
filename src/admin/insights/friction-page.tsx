import { getRouteApi } from "@tanstack/react-router";
import { FRICTION_KINDS, type FrictionCount, type FrictionKind } from "../../protocol/insights/friction.ts";
import { useTitle } from "../shell/use-title.ts";
import { Answer, Empty, LevelNote } from "./answer.tsx";
import { SessionCount } from "./behind-link.tsx";
import { DataTable } from "./data-table.tsx";
import { insightApi } from "./insight-api.ts";
import type { ScopeSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { useInsight } from "./use-insight.ts";
import { FRICTION_WORDS, elementText, pageText, shareText } from "./words.ts";

const route = getRouteApi("/signed-in/insights/friction");

const MEANING: Record<FrictionKind, string> = {
  rage: "Clicks in quick succession on one spot that changed nothing",
  dead: "Clicks on something that looks as if it would react, and nothing happened",
  abandon: "Forms that were begun and left without being sent",
};

function Kind({
  scope,
  what,
  rows,
  total,
}: {
  scope: ScopeSearch;
  what: FrictionKind;
  rows: FrictionCount[];
  total: number;
}) {
  return (
    <section className={classes["kind"]} aria-label={FRICTION_WORDS[what]}>
      <h2>{FRICTION_WORDS[what]}</h2>
      <p className="faint">{MEANING[what]}.</p>
      {rows.length === 0 ? (
        <p className={classes["none"]}>None in these sessions.</p>
      ) : (
        <DataTable
          label={FRICTION_WORDS[what]}
          rows={rows}
          kinds={rows.length}
          untold={0}
          keyOf={({ page, name }) => JSON.stringify([page, name])}
          columns={[
            {
              name: what === "abandon" ? "Form and last field" : "Element",
              render: ({ name }) => <span className={classes["text"]}>{elementText(name)}</span>,
            },
            { name: "Page", render: ({ page }) => <span className={classes["text"]}>{pageText(page)}</span> },
            {
              name: "Sessions",
              number: true,
              render: ({ page, name, sessions }) => (
                <>
                  <SessionCount scope={scope} pick={{ of: "friction", what, page, name }} sessions={sessions} />{" "}
                  <span className="faint">{shareText(sessions, total)}</span>
                </>
              ),
            },
            { name: "Times", number: true, render: ({ times }) => times.toLocaleString("en") },
          ]}
        />
      )}
    </section>
  );
}

/** Where visitors struggle: elements and forms, the ones that most sessions struggled with first. */
export function FrictionPage() {
  useTitle("Friction");
  const scope = route.useSearch();
  const asked = useInsight("friction", scope, (signal) => insightApi.friction(scope, signal));
  return (
    <section className={classes["card"]} aria-label="Friction">
      <Answer asked={asked} what="The friction">
        {({ looked, friction: { rows, kinds, untold } }) => (
          <>
            <LevelNote looked={looked} what="Rage clicks, dead clicks and forms are" />
            {rows.length === 0 && looked.levels.dxa + looked.levels.playback > 0 && (
              <Empty>No rage clicks, no dead clicks and no forms given up in these sessions.</Empty>
            )}
            {rows.length > 0 &&
              FRICTION_KINDS.map((what) => (
                <Kind
                  key={what}
                  scope={scope}
                  what={what}
                  rows={rows.filter((row) => row.what === what)}
                  total={looked.sessions}
                />
              ))}
            {(kinds > rows.length || untold > 0) && (
              <p className={classes["looked"]}>
                The first {rows.length.toLocaleString("en")} of {kinds.toLocaleString("en")} in all
                {untold > 0 && `, and ${untold.toLocaleString("en")} that are not told apart`}.
              </p>
            )}
          </>
        )}
      </Answer>
    </section>
  );
}
