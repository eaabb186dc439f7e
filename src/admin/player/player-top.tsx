import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconFileSearch, IconLayoutSidebarRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { BehindNav } from "../insights/behind-nav.tsx";
import { AddressBar } from "./address-bar.tsx";
import { Keeping } from "./keeping.tsx";
import type { Playback } from "./playback.ts";
import { PlayerHeading } from "./player-heading.tsx";
import { NeighbourButtons } from "./list/neighbour-buttons.tsx";
import { Tags } from "./list/tags.tsx";
import type { useNeighbours } from "./list/use-neighbours.ts";
import classes from "./player.module.css";
import { TakeOut } from "./take-out.tsx";

/** Over the picture: whose session it is, the address on screen, and what can be done with the session. */
export function PlayerTop({
  session,
  playback,
  dead,
  pictureless,
  aside,
  setAside,
  q,
  around,
}: {
  session: string;
  playback: Playback | null;
  /** There is nothing to play. */
  dead: boolean;
  pictureless: boolean;
  /** Whether the panes are shown. */
  aside: boolean;
  setAside: (shown: boolean) => void;
  /** The search of the list that it was opened from. */
  q: string;
  /** What is before and after it there; `null` where it was opened from an insight, which has a way of its own. */
  around: ReturnType<typeof useNeighbours> | null;
}) {
  return (
    <header className={classes["top"]}>
      <Tooltip label="All sessions">
        <ActionIcon
          renderRoot={(props) => <Link to="/sessions" search={q === "" ? {} : { q }} {...props} />}
          variant="subtle"
          color="gray"
          aria-label="All sessions"
        >
          <IconArrowLeft size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      {around ? <NeighbourButtons around={around} /> : <BehindNav session={session} />}
      {playback && <PlayerHeading playback={playback} />}
      {playback && !dead && !pictureless && <AddressBar playback={playback} />}
      {playback && !dead && <Tags playback={playback} />}
      {playback && !dead && <TakeOut session={session} playback={playback} />}
      {playback && !dead && <Keeping playback={playback} />}
      <Tooltip label="See what is stored">
        <ActionIcon
          renderRoot={(props) => <Link to="/sessions/$id/inspect" params={{ id: session }} {...props} />}
          variant="subtle"
          color="gray"
          aria-label="See what is stored"
        >
          <IconFileSearch size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={aside ? "Hide the panes" : "Show the panes"}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Panes"
          aria-pressed={aside}
          onClick={() => setAside(!aside)}
          className={classes["asideToggle"] ?? ""}
        >
          <IconLayoutSidebarRight size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}
