import { ActionIcon, Button, Menu, Switch, Tooltip } from "@mantine/core";
import {
  IconCheck,
  IconKeyboard,
  IconLink,
  IconMaximize,
  IconMinimize,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconReload,
  IconRewindBackward10,
  IconRewindForward10,
} from "@tabler/icons-react";
import type { MouseEvent, ReactNode } from "react";
import { clockText } from "../format/time.ts";
import { SPEEDS } from "./clock.ts";
import classes from "./player.module.css";
import type { Playback } from "./playback.ts";
import { LookMenu } from "./look-menu.tsx";
import type { Command } from "./shortcuts.ts";
import { useStore } from "./store.ts";
import type { Marked } from "./timeline/marks.ts";
import { Timeline } from "./timeline/timeline.tsx";
import { ZoomButtons } from "./timeline/zoom-buttons.tsx";

/** After a click with the mouse the keyboard belongs to the player again, not to the button. */
function letGo(event: MouseEvent<HTMLElement>): void {
  if (event.detail > 0) event.currentTarget.blur();
}

/** A button with a picture. */
function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={(event) => {
          letGo(event);
          onClick();
        }}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Time({ playback }: { playback: Playback }) {
  const time = useStore(playback.store, ({ clock }) => clockText(clock.time));
  const duration = useStore(playback.store, ({ clock }) => clockText(clock.duration));
  return (
    <span className={classes["time"]}>
      {time} <span className="faint">/ {duration}</span>
    </span>
  );
}

function PlayButton({ playback, command }: { playback: Playback; command: (command: Command) => void }) {
  const playing = useStore(playback.store, ({ clock }) => clock.playing);
  const ended = useStore(
    playback.store,
    ({ clock, live }) => !clock.playing && clock.duration > 0 && clock.time >= clock.duration && live !== "on",
  );
  const label = playing ? "Pause" : ended ? "Play again" : "Play";
  const Icon = playing ? IconPlayerPauseFilled : ended ? IconReload : IconPlayerPlayFilled;
  return (
    <Tooltip label={`${label} (space)`}>
      <ActionIcon
        size={36}
        radius="xl"
        aria-label={label}
        onClick={(event) => {
          letGo(event);
          command({ kind: "toggle" });
        }}
      >
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}

function SpeedMenu({ playback }: { playback: Playback }) {
  const speed = useStore(playback.store, ({ clock }) => clock.speed);
  return (
    <Menu position="top" width={96}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" className="number" aria-label={`Speed ${speed}×`}>
          {speed}×
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {SPEEDS.map((each) => (
          <Menu.Item
            key={each}
            className="number"
            rightSection={each === speed ? <IconCheck size={14} /> : null}
            onClick={() => playback.clock({ kind: "speed", speed: each })}
          >
            {each}×
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function LiveButton({ playback }: { playback: Playback }) {
  const live = useStore(playback.store, (state) => state.live);
  const following = useStore(playback.store, ({ clock }) => clock.following && clock.playing);
  if (live === "off" || live === "ended") return null;
  return (
    <Button
      size="compact-sm"
      variant={following ? "light" : "default"}
      color="red"
      leftSection={<span className="live-dot" aria-hidden="true" />}
      onClick={(event) => {
        letGo(event);
        playback.goLive();
      }}
      aria-pressed={following}
    >
      {live === "connecting" ? "Connecting" : following ? "Live" : "Go live"}
    </Button>
  );
}

/** Goes back from one tab to whichever the visitor looked at. */
function LaneButton({ playback }: { playback: Playback }) {
  const lane = useStore(playback.store, (state) => state.lane);
  if (lane === null) return null;
  return (
    <Button size="compact-sm" variant="light" onClick={() => playback.follow(null)}>
      Follow the visitor
    </Button>
  );
}

/** The line of time and the buttons under it. */
export function Controls({
  playback,
  command,
  full,
  marked,
  list = false,
}: {
  playback: Playback;
  command: (command: Command) => void;
  full: boolean;
  /** What is marked on the line of time. */
  marked: readonly Marked[];
  /** Whether there is a list that the next session comes from. */
  list?: boolean;
}) {
  const skipIdle = useStore(playback.store, ({ clock }) => clock.skipIdle);
  return (
    <section className={classes["controls"]} aria-label="Controls">
      <Timeline playback={playback} marked={marked} />
      <div className={classes["buttons"]}>
        <PlayButton playback={playback} command={command} />
        <Tool label="10 seconds back (J)" onClick={() => command({ kind: "by", ms: -10_000 })}>
          <IconRewindBackward10 size={20} stroke={1.6} />
        </Tool>
        <Tool label="10 seconds forward (L)" onClick={() => command({ kind: "by", ms: 10_000 })}>
          <IconRewindForward10 size={20} stroke={1.6} />
        </Tool>
        <Time playback={playback} />
        <span className={classes["frames"]}>
          <Tool label="To the change before (,)" onClick={() => command({ kind: "frame", direction: -1 })}>
            <IconPlayerTrackPrev size={17} stroke={1.6} />
          </Tool>
          <Tool label="To the next change (.)" onClick={() => command({ kind: "frame", direction: 1 })}>
            <IconPlayerTrackNext size={17} stroke={1.6} />
          </Tool>
        </span>
        <LiveButton playback={playback} />
        <LaneButton playback={playback} />
        <span className={classes["space"]} />
        <Switch
          size="xs"
          label="Skip inactivity"
          checked={skipIdle}
          onChange={(event) => playback.clock({ kind: "skip-idle", on: event.currentTarget.checked })}
          className={classes["skip"]}
        />
        <SpeedMenu playback={playback} />
        <ZoomButtons playback={playback} />
        <LookMenu list={list} />
        <Tool label="Copy a link to this moment (C)" onClick={() => command({ kind: "copy-link" })}>
          <IconLink size={19} stroke={1.6} />
        </Tool>
        <Tool label="Keyboard shortcuts (?)" onClick={() => command({ kind: "help" })}>
          <IconKeyboard size={20} stroke={1.6} />
        </Tool>
        <Tool
          label={full ? "Leave full screen (F)" : "Full screen (F)"}
          onClick={() => command({ kind: "full-screen" })}
        >
          {full ? <IconMinimize size={19} stroke={1.6} /> : <IconMaximize size={19} stroke={1.6} />}
        </Tool>
      </div>
    </section>
  );
}
