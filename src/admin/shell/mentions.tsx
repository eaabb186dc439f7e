import { ActionIcon, Indicator, Popover, Text } from "@mantine/core";
import { useDisclosure, useLocalStorage } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { pathOf } from "../format/address.ts";
import { clockText, relativeText } from "../format/time.ts";
import { notesApi } from "../player/notes/notes-api.ts";
import classes from "./mentions.module.css";
import { useMe } from "./use-me.ts";
import { useNow } from "./use-now.ts";

/** Asked for again when the window is looked at again, or a page is opened, after so long. */
const FRESH_MS = 60_000;
const COUNT_MAX = 9;

/** Notes in which somebody means you: how many are new since you looked, and the way to each. They go when they are resolved. */
export function Mentions() {
  const me = useMe();
  const now = useNow(FRESH_MS);
  const [opened, { close, toggle }] = useDisclosure();
  // Ids of notes are in the order in which they were written.
  const [looked, setLooked] = useLocalStorage({ key: `playhead-mentions-${me?.tenant.id ?? ""}`, defaultValue: "" });
  const { data: mentions = [] } = useQuery({
    queryKey: ["mentions", me?.tenant.id],
    queryFn: ({ signal }) => notesApi.mentions(signal),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
  });
  const fresh = mentions.filter(({ id }) => id > looked).length;
  const count = fresh > COUNT_MAX ? `${COUNT_MAX}+` : String(fresh);

  function open(): void {
    toggle();
    const newest = mentions[0]?.id;
    if (newest !== undefined && newest > looked) setLooked(newest);
  }

  return (
    <Popover
      opened={opened}
      onChange={(isOpen) => !isOpen && close()}
      position="bottom-end"
      width={340}
      trapFocus
      shadow="md"
    >
      <Indicator label={count} size={15} offset={4} disabled={fresh === 0} color="red.7">
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={fresh === 0 ? "Mentions" : `Mentions: ${count} new`}
            onClick={open}
          >
            <IconBell size={18} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label="Mentions">
        {mentions.length === 0 ? (
          <Text fz="sm" className={`faint ${classes["none"]}`} tabIndex={-1} data-autofocus>
            No open note means you. Write @ and a name in a note of a session, and it stands here for them.
          </Text>
        ) : (
          <ul className={classes["list"]}>
            {mentions.map(({ id, session, at, text, authorName, createdAt, user, entryUrl }) => (
              <li key={id}>
                <Link
                  to="/sessions/$id"
                  params={{ id: session }}
                  search={{ t: at, paused: 1 }}
                  className={classes["mention"]}
                  onClick={close}
                >
                  <span className={classes["head"]}>
                    <b>{authorName ?? "Somebody"}</b>
                    <span className="faint">{relativeText(createdAt, now)}</span>
                  </span>
                  <span className={classes["text"]}>{text}</span>
                  <span className="faint cut">
                    At {clockText(at)} of the session of {user ?? `a visitor of ${pathOf(entryUrl) || "/"}`}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
