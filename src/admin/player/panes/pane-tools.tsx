import { ActionIcon, Checkbox, Indicator, Popover, Stack, TextInput, Tooltip } from "@mantine/core";
import { IconFilter, IconSearch } from "@tabler/icons-react";
import classes from "./panes.module.css";

/** One sort of rows that can be left out. */
export interface Sort {
  value: string;
  label: string;
  count: number;
}

/** Search and filter over the rows of a pane. `what` names them: `Filter events`. */
export function PaneTools({
  what,
  count,
  words,
  setWords,
  sorts,
  hidden,
  setHidden,
}: {
  what: string;
  count: number;
  words: string;
  setWords: (words: string) => void;
  sorts: readonly Sort[];
  hidden: ReadonlySet<string>;
  setHidden: (hidden: ReadonlySet<string>) => void;
}) {
  const toggle = (value: string) => {
    const next = new Set(hidden);
    if (!next.delete(value)) next.add(value);
    setHidden(next);
  };
  const filtering = sorts.some(({ value }) => hidden.has(value));
  return (
    <div className={classes["tools"]}>
      {sorts.length > 1 && (
        <Popover position="bottom-start" shadow="md" withArrow trapFocus>
          <Popover.Target>
            <Tooltip label={`Which ${what} are listed`}>
              <Indicator disabled={!filtering} size={7} offset={4} className={classes["filter"] ?? ""}>
                <ActionIcon variant="default" size={30} aria-label={`Which ${what} are listed`}>
                  <IconFilter size={15} stroke={1.7} />
                </ActionIcon>
              </Indicator>
            </Tooltip>
          </Popover.Target>
          <Popover.Dropdown aria-label={`Which ${what} are listed`}>
            <Stack gap={8}>
              {sorts.map(({ value, label, count: of }) => (
                <Checkbox
                  key={value}
                  size="xs"
                  label={
                    <>
                      {label} <span className="faint number">{of}</span>
                    </>
                  }
                  checked={!hidden.has(value)}
                  onChange={() => toggle(value)}
                />
              ))}
            </Stack>
          </Popover.Dropdown>
        </Popover>
      )}
      <TextInput
        size="xs"
        className={classes["search"] ?? ""}
        placeholder={`Filter ${what}`}
        aria-label={`Filter ${what}`}
        data-pane-search=""
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={<span className={classes["count"]}>{count}</span>}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          setWords("");
          event.currentTarget.blur();
        }}
      />
    </div>
  );
}
