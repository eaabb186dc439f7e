import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { useState } from "react";
import { PERIODS, PERIOD_DEFAULT, type Period, type ScopeSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { PERIOD_WORDS } from "./words.ts";

/** What is typed is asked for when nothing more was typed for so long: each question goes through many sessions. */
const TYPING_MS = 700;

const PERIOD_OPTIONS = [...PERIODS, "all" as const].map((value) => ({ value, label: PERIOD_WORDS[value] }));

/** Which sessions the insights are about: those of a search of the list, of a stretch of time. */
export function ScopeBar({ scope, change }: { scope: ScopeSearch; change(changed: Partial<ScopeSearch>): void }) {
  const [text, setText] = useState(scope.q ?? "");
  const [shown, setShown] = useState(scope.q);
  const later = useDebouncedCallback((q: string) => change({ q }), TYPING_MS);
  // The address has changed otherwise: a link, or back.
  if (scope.q !== shown) {
    setShown(scope.q);
    if ((scope.q ?? "") !== text.trim()) setText(scope.q ?? "");
  }
  return (
    <div className={classes["scope"]} role="search" aria-label="Sessions to look at">
      <TextInput
        aria-label="Only sessions that fit"
        placeholder="All sessions. Narrow with device:mobile, country:de, user:anna, has:error …"
        leftSection={<IconFilter size={15} aria-hidden />}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          later(value.trim());
        }}
        className={classes["filter"] ?? ""}
        spellCheck={false}
        autoComplete="off"
      />
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
