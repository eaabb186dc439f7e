import { Tabs } from "@mantine/core";
import {
  IconBug,
  IconGauge,
  IconListDetails,
  IconMessage2,
  IconNetwork,
  IconTerminal2,
  IconUser,
  type Icon,
} from "@tabler/icons-react";
import { useMemo, type ReactNode } from "react";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import { ConsolePane } from "./console-pane.tsx";
import { ErrorsPane } from "./errors-pane.tsx";
import { EventsPane } from "./events-pane.tsx";
import { NetworkPane } from "./network-pane.tsx";
import classes from "./panes.module.css";
import { VisitorPane } from "./visitor-pane.tsx";
import { VitalsPane } from "./vitals-pane.tsx";

export const PANES = ["events", "console", "network", "errors", "vitals", "visitor", "notes"] as const;
export type PaneName = (typeof PANES)[number];

const HEADS: Record<PaneName, { icon: Icon; name: string }> = {
  events: { icon: IconListDetails, name: "Events" },
  console: { icon: IconTerminal2, name: "Console" },
  network: { icon: IconNetwork, name: "Network" },
  errors: { icon: IconBug, name: "Errors" },
  vitals: { icon: IconGauge, name: "Vitals" },
  visitor: { icon: IconUser, name: "Visitor" },
  notes: { icon: IconMessage2, name: "Notes" },
};

/** What there is beside the picture, pane by pane. `notes` is the pane of notes, with how many there are. */
export function SidePanel({
  playback,
  pane,
  show,
  notes,
}: {
  playback: Playback;
  pane: PaneName;
  show: (pane: PaneName) => void;
  notes: { pane: ReactNode; open: number };
}) {
  const signals = useStore(playback.store, ({ overview }) => overview.signals);
  const errors = useMemo(() => signals.filter(({ kind }) => kind === "error").length, [signals]);
  const badges: Partial<Record<PaneName, number>> = { errors, notes: notes.open };
  const inside: Record<PaneName, ReactNode> = {
    events: <EventsPane playback={playback} />,
    console: <ConsolePane playback={playback} />,
    network: <NetworkPane playback={playback} />,
    errors: <ErrorsPane playback={playback} />,
    vitals: <VitalsPane playback={playback} />,
    visitor: <VisitorPane playback={playback} />,
    notes: notes.pane,
  };
  return (
    <Tabs
      value={pane}
      onChange={(value) => show(PANES.find((each) => each === value) ?? "events")}
      keepMounted={false}
      className={classes["tabs"] ?? ""}
    >
      <Tabs.List grow aria-label="Panes" className={classes["tabList"] ?? ""}>
        {PANES.map((name) => {
          const { icon: Icon, name: label } = HEADS[name];
          const count = badges[name] ?? 0;
          return (
            <Tabs.Tab key={name} value={name} className={classes["tab"] ?? ""}>
              <Icon size={16} stroke={1.6} aria-hidden />
              <span>
                {label}
                {count > 0 && <span className={classes["tabCount"]}> {count}</span>}
              </span>
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {PANES.map((name) => (
        <Tabs.Panel key={name} value={name}>
          {name === pane && inside[name]}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
