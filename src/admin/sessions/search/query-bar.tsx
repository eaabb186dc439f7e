import { ActionIcon, Combobox, Pill, PillsInput, TextInput, Tooltip, useCombobox } from "@mantine/core";
import { useDebouncedValue, useHotkeys } from "@mantine/hooks";
import { IconCode, IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState, type KeyboardEvent } from "react";
import { fieldOf, type Term } from "../../../protocol/query/fields.ts";
import { tryQuery } from "../../../protocol/query/parse.ts";
import { printQuery, printTerm } from "../../../protocol/query/print.ts";
import { listApi } from "../list-api.ts";
import classes from "./search.module.css";
import { suggestionsFor, takenApart } from "./suggestions.ts";

interface Props {
  q: string;
  change: (q: string) => void;
  /** What is searched, for whoever does not see it, and what may be written, while nothing is. */
  label?: string;
  placeholder?: string;
}

const TYPING_MS = 150;
const SERVER_KINDS = new Set(["word", "address", "steps", "phrase", "trait"]);

/** Values that the server knows of the field that is being typed. */
function useOffered(draft: string, opened: boolean) {
  const [later] = useDebouncedValue(draft, TYPING_MS);
  const { field, rest } = takenApart(later);
  const { data } = useQuery({
    queryKey: ["session-values", field, rest],
    queryFn: ({ signal }) => listApi.values(field!, rest.replaceAll('"', ""), signal),
    enabled: opened && field !== null && SERVER_KINDS.has(fieldOf(field).kind) && !fieldOf(field).choices,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  return data ?? [];
}

function Chip({ term, edit, remove }: { term: Term; edit: () => void; remove: () => void }) {
  const text = printTerm(term);
  const colon = term.field === "text" ? -1 : text.indexOf(":");
  return (
    <Pill
      withRemoveButton
      onRemove={remove}
      removeButtonProps={{ "aria-label": `Remove ${text}`, "aria-hidden": false, tabIndex: 0 }}
      className={classes["chip"] ?? ""}
      data-not={term.not || undefined}
    >
      <button type="button" className={classes["chipText"]} onClick={edit} title="Change it">
        {colon >= 0 && <span className={classes["chipField"]}>{text.slice(0, colon + 1)}</span>}
        {text.slice(colon + 1)}
      </button>
    </Pill>
  );
}

/** The search as one line of text. */
function TextSearch({ q, change, back }: Props & { back: (() => void) | null }) {
  const [text, setText] = useState(q);
  const { query, fault } = tryQuery(text);
  return (
    <TextInput
      className={classes["bar"] ?? ""}
      aria-label="Search, as text"
      placeholder='country:de has:error duration:>2m "no cover"'
      value={text}
      onChange={({ currentTarget: { value } }) => setText(value)}
      onKeyDown={({ key }) => key === "Enter" && query && change(printQuery(query))}
      onBlur={() => query && printQuery(query) !== q && change(printQuery(query))}
      leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
      rightSection={back && !fault ? <TextSwitch on press={back} /> : null}
      error={fault && `Character ${fault.at + 1}: ${fault.message}`}
      data-autofocus
      autoFocus
      spellCheck={false}
    />
  );
}

function TextSwitch({ on, press }: { on: boolean; press: () => void }) {
  const label = on ? "Show as chips" : "Edit as text";
  return (
    <Tooltip label={label}>
      <ActionIcon variant={on ? "light" : "subtle"} color="gray" size="sm" aria-label={label} onClick={press}>
        <IconCode size={15} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

/** The search of the list: chips and one line of text are two views of the same, which is in the address of the page. */
export function QueryBar({
  q,
  change,
  label: named = "Search sessions",
  placeholder = "Search: a page, a user, an error, or country:de",
}: Props) {
  const [asText, setAsText] = useState(false);
  const { query, fault } = tryQuery(q);
  const terms = query ?? [];
  const [draft, setDraft] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const offered = useOffered(draft, combobox.dropdownOpened);
  useHotkeys([["/", () => input.current?.focus()]]);
  const suggestions = suggestionsFor(draft, offered);

  if (asText || fault) return <TextSearch key={q} q={q} change={change} back={() => setAsText(false)} />;

  // The same condition may be there twice.
  const chips = terms.map((term, at) => {
    const text = printTerm(term);
    return { term, key: `${text} ${terms.slice(0, at).filter((each) => printTerm(each) === text).length}` };
  });
  const set = (next: readonly Term[]) => change(printQuery([...next]));
  const type = (text: string) => {
    setDraft(text);
    setWrong(null);
    combobox.openDropdown();
    combobox.updateSelectedOptionIndex();
  };

  /** Makes a condition of what is typed, or says why not. */
  function commit(text: string): void {
    const typed = tryQuery(text);
    if (typed.fault) return setWrong(typed.fault.message);
    setDraft("");
    setWrong(null);
    combobox.closeDropdown();
    if (typed.query.length > 0) set([...terms, ...typed.query]);
  }

  function choose(value: string): void {
    const { insert, whole } = suggestions[Number(value)]!;
    if (whole) commit(insert);
    else type(insert);
    input.current?.focus();
  }

  /** Takes a chip back into the field. */
  function edit(at: number): void {
    const text = printTerm(terms[at]!);
    set(terms.filter((_, each) => each !== at));
    type(text);
    input.current?.focus();
  }

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === "Backspace" && draft === "" && terms.length > 0) {
      event.preventDefault();
      edit(terms.length - 1);
    } else if (event.key === "Enter" && combobox.getSelectedOptionIndex() < 0) {
      event.preventDefault();
      commit(draft);
    } else if (event.key === "Escape") {
      if (combobox.dropdownOpened) combobox.closeDropdown();
      else input.current?.blur();
    }
  }

  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal>
      <Combobox.DropdownTarget>
        <PillsInput
          className={classes["bar"] ?? ""}
          leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
          rightSectionWidth={terms.length > 0 ? 58 : 34}
          rightSection={
            <span className={classes["barRight"]}>
              {terms.length > 0 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label="Clear the search"
                  onClick={() => set([])}
                >
                  <IconX size={15} stroke={1.7} />
                </ActionIcon>
              )}
              <TextSwitch on={false} press={() => setAsText(true)} />
            </span>
          }
          error={wrong}
          onClick={() => combobox.openDropdown()}
        >
          <Pill.Group>
            {chips.map(({ term, key }, at) => (
              <Chip
                key={key}
                term={term}
                edit={() => edit(at)}
                remove={() => set(terms.filter((_, each) => each !== at))}
              />
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                ref={input}
                aria-label={named}
                placeholder={terms.length === 0 ? placeholder : ""}
                value={draft}
                spellCheck={false}
                onChange={({ currentTarget: { value } }) => type(value)}
                onFocus={() => combobox.openDropdown()}
                onBlur={() => combobox.closeDropdown()}
                onKeyDown={press}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options className={classes["options"] ?? ""}>
          {suggestions.map(({ label, hint, insert }, at) => (
            <Combobox.Option value={String(at)} key={insert} className={classes["option"] ?? ""}>
              <span className={classes["optionLabel"]}>{label}</span>
              {hint && <span className="faint cut">{hint}</span>}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
