import { Button, Popover, Stack } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import type { Query } from "../../../protocol/query/fields.ts";
import classes from "./search.module.css";
import { STRETCHES, daysTerms, lastTerm, timeText, timesOf, withTimes } from "./time-span.ts";

/** When the sessions began: a stretch up to now, or days of a calendar. */
export function TimeMenu({ query, set }: { query: Query; set: (query: Query) => void }) {
  const [opened, setOpened] = useState(false);
  const [today] = useState(() => new Date());
  const [days, setDays] = useState<[string | null, string | null]>([null, null]);
  const choose = (times: Query) => {
    setOpened(false);
    setDays([null, null]);
    set(withTimes(query, times));
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button
          variant="default"
          className={classes["menu"] ?? ""}
          leftSection={<IconCalendar size={15} stroke={1.7} />}
          rightSection={<IconChevronDown size={14} />}
          onClick={() => setOpened((before) => !before)}
          aria-haspopup="dialog"
          aria-expanded={opened}
        >
          <span className="cut">{timeText(query)}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes["times"] ?? ""} aria-label="When the sessions began">
        <Stack gap={2}>
          {STRETCHES.map(({ stretch, label }) => (
            <Button
              key={stretch}
              variant="subtle"
              color="gray"
              size="compact-sm"
              justify="start"
              onClick={() => choose([lastTerm(stretch)])}
            >
              {label}
            </Button>
          ))}
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            justify="start"
            disabled={timesOf(query).length === 0}
            onClick={() => choose([])}
          >
            Any time
          </Button>
        </Stack>
        <DatePicker
          type="range"
          allowSingleDateInRange
          size="xs"
          maxDate={today}
          value={days}
          onChange={(chosen) => {
            const [from, to] = chosen;
            if (from && to) choose(daysTerms(from, to));
            else setDays(chosen);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
