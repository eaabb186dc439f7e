import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import classes from "../player.module.css";
import type { useNeighbours } from "./use-neighbours.ts";

/** To the sessions above and below in the list. */
export function NeighbourButtons({ around: { previous, next, go } }: { around: ReturnType<typeof useNeighbours> }) {
  return (
    <span className={classes["neighbours"]}>
      <Tooltip label="Previous session of the list (P)">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Previous session"
          disabled={previous === null}
          onClick={() => go(-1)}
        >
          <IconChevronUp size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Next session of the list (N)">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Next session"
          disabled={next === null}
          onClick={() => go(1)}
        >
          <IconChevronDown size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
