import { Button, Stack, Text, Title } from "@mantine/core";
import { IconSearchOff } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import type { Query } from "../../protocol/query/fields.ts";
import { printQuery, printTerm } from "../../protocol/query/print.ts";
import { listApi } from "./list-api.ts";
import classes from "./sessions.module.css";

/** So many conditions are offered to be left out: each is counted. */
const OFFERED = 6;

function foundText({ count, more }: { count: number | null; more: boolean }): string {
  if (count === null) return "";
  return ` · ${count.toLocaleString("en")}${more ? "+" : ""} found`;
}

/** Nothing fits: what to leave out, and how many there would be then. */
export function NoMatch({ query, change }: { query: Query; change: (q: string) => void }) {
  const offers = query.slice(0, OFFERED).map((term) => ({
    text: printTerm(term),
    rest: printQuery(query.filter((each) => each !== term)),
  }));
  const counts = useQueries({
    queries: offers.map(({ rest }) => ({
      queryKey: ["session-count", rest],
      queryFn: ({ signal }: { signal: AbortSignal }) => listApi.count(rest, signal),
      enabled: offers.length > 1,
      staleTime: 30_000,
    })),
  });
  return (
    <Stack align="center" className={classes["empty"]} gap="md">
      <IconSearchOff size={28} stroke={1.5} className="faint" aria-hidden />
      <Stack gap={4} align="center">
        <Title order={2} fz="lg">
          No session fits
        </Title>
        <Text className="faint" ta="center">
          {offers.length > 1 ? "Leave something out:" : "Look for something else, or for all of them."}
        </Text>
      </Stack>
      <Stack gap={6} align="stretch">
        {offers.length > 1 &&
          offers.map(({ text, rest }, at) => (
            <Button key={text} variant="default" size="compact-sm" onClick={() => change(rest)}>
              without {text}
              {counts[at]?.data ? foundText(counts[at].data) : ""}
            </Button>
          ))}
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => change("")}>
          Show all sessions
        </Button>
      </Stack>
    </Stack>
  );
}
