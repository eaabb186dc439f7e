import { ActionIcon, Tabs, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconFileSearch, IconLayoutSidebarRight } from "@tabler/icons-react";
import { Link, useLocation, useParams, useSearch } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { relativeText } from "../format/time.ts";
import { useNow } from "../shell/use-now.ts";
import { useTitle } from "../shell/use-title.ts";
import { AddressBar } from "./address-bar.tsx";
import { Controls } from "./controls.tsx";
import { EventList } from "./event-list.tsx";
import { Facts } from "./facts.tsx";
import { memberSource } from "./member-source.ts";
import { isWithoutPicture, NoPicture } from "./no-picture.tsx";
import sheet from "./panel.module.css";
import classes from "./player.module.css";
import type { Playback } from "./playback.ts";
import { ShortcutMap } from "./shortcut-map.tsx";
import { StageView } from "./stage-view.tsx";
import { useOptional, useStore } from "./store.ts";
import { Keeping } from "./keeping.tsx";
import { TakeOut } from "./take-out.tsx";
import { useCommands } from "./use-commands.ts";
import { useMarked } from "./use-marked.ts";
import { usePlayback } from "./use-playback.ts";

function Heading({ playback }: { playback: Playback }) {
  const session = useStore(playback.store, ({ manifest }) => manifest?.session ?? null);
  const live = useStore(playback.store, (state) => state.live);
  const now = useNow(30_000);
  const who = session ? (session.user ?? `visitor ${session.visitor.slice(-6)}`) : "Session";
  const known = session && !session.user && session.knownAs;
  useTitle(who);
  return (
    <div className={classes["heading"]}>
      <h1 className="cut">{who}</h1>
      {known && <span className="faint cut">known as {known}</span>}
      {session && <span className="faint">{relativeText(session.startedAt, now)}</span>}
      {(live === "on" || live === "connecting") && (
        <span className={classes["liveMark"]}>
          <span className="live-dot" aria-hidden="true" /> Live
        </span>
      )}
    </div>
  );
}

function SidePanel({ playback }: { playback: Playback }) {
  return (
    <Tabs defaultValue="events" keepMounted={false} className={sheet["tabs"] ?? ""} variant="default">
      <Tabs.List grow>
        <Tabs.Tab value="events">Events</Tabs.Tab>
        <Tabs.Tab value="details">Details</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="events">
        <EventList playback={playback} />
      </Tabs.Panel>
      <Tabs.Panel value="details">
        <Facts playback={playback} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** The player of one session. Its address says which moment it opens at: `?t=<ms>`, and `paused=1` to stand still there. */
export function PlayerPage() {
  const { id } = useParams({ from: "/signed-in/sessions/$id" });
  const { t, paused } = useSearch({ from: "/signed-in/sessions/$id" });
  // oxlint-disable-next-line no-underscore-dangle -- the router's own name for a visit of an address
  const visit = useLocation({ select: ({ state }) => state.__TSR_key ?? "" });
  const whole = useRef<HTMLElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const [aside, setAside] = useState(true);
  const asked = useMemo(
    () => ({ time: t ?? null, pause: paused === 1, key: `${visit} ${t ?? ""} ${paused ?? ""}` }),
    [t, paused, visit],
  );
  const source = useMemo(() => memberSource(id), [id]);
  const playback = usePlayback(source, host, asked);
  const pictureless = useOptional(playback?.store, isWithoutPicture) ?? false;
  const marked = useMarked(playback);
  const { command, help, setHelp, full } = useCommands(pictureless ? null : playback, { whole, marked });
  const dead = useOptional(playback?.store, ({ problem, manifest }) => problem !== null && manifest === null) ?? false;
  const panel = aside && !dead;
  return (
    <main
      className={classes["player"]}
      ref={whole}
      data-aside={panel ? "" : undefined}
      data-pictureless={pictureless ? "" : undefined}
    >
      <div className={classes["top"]}>
        <Tooltip label="All sessions">
          <ActionIcon component={Link} to="/sessions" variant="subtle" color="gray" aria-label="All sessions">
            <IconArrowLeft size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        {playback && <Heading playback={playback} />}
        {playback && !dead && !pictureless && <AddressBar playback={playback} />}
        {playback && !dead && <TakeOut session={id} playback={playback} />}
        {playback && !dead && <Keeping playback={playback} />}
        <Tooltip label="See what is stored">
          <ActionIcon
            renderRoot={(props) => <Link to="/sessions/$id/inspect" params={{ id }} {...props} />}
            variant="subtle"
            color="gray"
            aria-label="See what is stored"
          >
            <IconFileSearch size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={aside ? "Hide the panel" : "Show the panel"}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Panel"
            aria-pressed={aside}
            onClick={() => setAside(!aside)}
            className={classes["asideToggle"] ?? ""}
          >
            <IconLayoutSidebarRight size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </div>
      {/* It stays, out of sight, for a running session that gets a picture later. */}
      <StageView playback={playback} host={host} hidden={pictureless} />
      {playback && pictureless && <NoPicture playback={playback} />}
      {playback && !dead && !pictureless && (
        <Controls playback={playback} command={command} full={full} marked={marked} />
      )}
      {panel && (
        <aside className={classes["aside"]}>
          {playback && (pictureless ? <Facts playback={playback} /> : <SidePanel playback={playback} />)}
        </aside>
      )}
      <ShortcutMap opened={help} close={() => setHelp(false)} member />
    </main>
  );
}
