import { Select } from "@mantine/core";
import { QueryBar } from "../sessions/search/query-bar.tsx";
import { PERIODS, PERIOD_DEFAULT, type Period, type ScopeSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { PERIOD_WORDS } from "./words.ts";

const PERIOD_OPTIONS = [...PERIODS, "all" as const].map((value) => ({ value, label: PERIOD_WORDS[value] }));

/** Which sessions the insights are about: those of a search of the list, of a stretch of time. */
export function ScopeBar({ scope, change }: { scope: ScopeSearch; change(changed: Partial<ScopeSearch>): void }) {
  return (
    <div className={classes["scope"]} role="search" aria-label="Sessions to look at">
      <div className={classes["filter"]}>
        <QueryBar
          q={scope.q ?? ""}
          change={(q) => change({ q })}
          label="Only sessions that fit"
          placeholder="All sessions. Narrow with device:mobile, country:de, user:anna, has:error …"
        />
      </div>
      <Select
        aria-label="Period"
        data={PERIOD_OPTIONS}
        value={scope.last ?? PERIOD_DEFAULT}
        onChange={(last) => change({ last: (last ?? PERIOD_DEFAULT) as Period })}
        allowDeselect={false}
        w={160}
      />
    </div>
  );
}
