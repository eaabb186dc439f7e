import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { KINDS } from "./action-words.ts";
import type { ActivitySearch } from "./activity-search.ts";
import { actorText } from "./actor-text.ts";
import classes from "./activity.module.css";
import { useFacets } from "./use-activity.ts";

/** What is typed is looked for when nothing more was typed for so long. */
const TYPING_MS = 300;

const KIND_OPTIONS = KINDS.map(({ label, actions }) => ({ value: actions.join(","), label }));

interface Props {
  search: ActivitySearch;
  /** Another search, with these changed; an empty text takes a part away. */
  change(change: ActivitySearch): void;
}

/** A text that is typed: it is looked for a little later. */
function SearchField({ search, change }: Props) {
  const [text, setText] = useState(search.q ?? "");
  const [shown, setShown] = useState(search.q);
  const later = useDebouncedCallback((q: string) => change({ q }), TYPING_MS);
  // The address has changed otherwise: a link, or back.
  if (search.q !== shown) {
    setShown(search.q);
    if ((search.q ?? "") !== text.trim()) setText(search.q ?? "");
  }
  return (
    <TextInput
      label="Search"
      placeholder="Details, addresses, ids"
      leftSection={<IconSearch size={15} aria-hidden />}
      value={text}
      maxLength={200}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        later(value.trim());
      }}
      className={classes["wide"]}
    />
  );
}

interface Option {
  value: string;
  label: string;
}

/** The options with the one that is chosen, which may be none of them: an address can ask for anything. */
function withChosen(options: Option[], value: string | undefined, label: string): Option[] {
  const known = value === undefined || options.some((option) => option.value === value);
  return known ? options : [...options, { value, label }];
}

/** What the list shows. Each part is in the address. */
export function ActivityFilters({ search, change }: Props) {
  const facets = useFacets();
  const actors = (facets?.actors ?? []).map(({ actor, name }) => ({ value: actor, label: actorText({ actor, name }) }));
  const any = Object.keys(search).length > 0;
  return (
    <div className={classes["filters"]} role="search" aria-label="Filter the log">
      <Select
        label="What"
        placeholder="Everything"
        clearable
        data={withChosen(KIND_OPTIONS, search.action, search.action ?? "")}
        value={search.action ?? null}
        onChange={(action) => change({ action: action ?? "" })}
      />
      <Select
        label="Who"
        placeholder="Everybody"
        clearable
        searchable
        nothingFoundMessage="Nobody of that name"
        data={withChosen(actors, search.actor, actorText({ actor: search.actor ?? "", name: null }))}
        value={search.actor ?? null}
        onChange={(actor) => change({ actor: actor ?? "" })}
      />
      <Select
        label="Environment"
        placeholder="All"
        clearable
        data={withChosen(
          (facets?.environments ?? []).map((value) => ({ value, label: value })),
          search.environment,
          search.environment ?? "",
        )}
        value={search.environment ?? null}
        onChange={(environment) => change({ environment: environment ?? "" })}
        className={classes["alone"]}
      />
      <TextInput
        type="date"
        label="From"
        value={search.from ?? ""}
        max={search.to}
        onChange={({ currentTarget: { value } }) => change({ from: value })}
      />
      <TextInput
        type="date"
        label="To"
        value={search.to ?? ""}
        min={search.from}
        onChange={({ currentTarget: { value } }) => change({ to: value })}
      />
      <SearchField search={search} change={change} />
      {any && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => change({ from: "", to: "", actor: "", action: "", session: "", environment: "", q: "" })}
        >
          Clear
        </Button>
      )}
    </div>
  );
}
