import { useLocation, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState, type CSSProperties } from "react";
import { Controls } from "./controls.tsx";
import { memberSource } from "./member-source.ts";
import { isWithoutPicture, NoPicture } from "./no-picture.tsx";
import { NextUp } from "./list/next-up.tsx";
import { useNeighbours } from "./list/use-neighbours.ts";
import { useSeen } from "./list/use-seen.ts";
import { NotesPane } from "./notes/notes-pane.tsx";
import { Pins } from "./notes/pins.tsx";
import { useDraft } from "./notes/use-draft.ts";
import { useNotes } from "./notes/use-notes.ts";
import { AsideEdge } from "./panes/aside-edge.tsx";
import { SidePanel, type PaneName } from "./panes/side-panel.tsx";
import { PlayerTop } from "./player-top.tsx";
import classes from "./player.module.css";
import { preferences } from "./preferences.ts";
import { ShortcutMap } from "./shortcut-map.tsx";
import { Spoken } from "./spoken.tsx";
import { StageView } from "./stage-view.tsx";
import { useOptional, useStore } from "./store.ts";
import { useCommands, type MemberCommand } from "./use-commands.ts";
import { useMarked } from "./use-marked.ts";
import { usePlayback } from "./use-playback.ts";

/** The player of one session. Its address says which moment it opens at: `?t=<ms>`, and `paused=1` to stand still there. */
export function PlayerPage() {
  const { id } = useParams({ from: "/signed-in/sessions/$id" });
  const { t, paused, q = "", of } = useSearch({ from: "/signed-in/sessions/$id" });
  // oxlint-disable-next-line no-underscore-dangle -- the router's own name for a visit of an address
  const visit = useLocation({ select: ({ state }) => state.__TSR_key ?? "" });
  const whole = useRef<HTMLElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const [aside, setAside] = useState(true);
  const [chosen, setPane] = useState<PaneName | null>(null);
  const width = useStore(preferences, (liked) => liked.aside);
  const asked = useMemo(
    () => ({ time: t ?? null, pause: paused === 1, key: `${visit} ${t ?? ""} ${paused ?? ""}` }),
    [t, paused, visit],
  );
  const source = useMemo(() => memberSource(id), [id]);
  const playback = usePlayback(source, host, asked);
  const pictureless = useOptional(playback?.store, isWithoutPicture) ?? false;
  const known = useOptional(playback?.store, ({ manifest }) => manifest?.session.id === id) ?? false;
  const dead = useOptional(playback?.store, ({ problem, manifest }) => problem !== null && manifest === null) ?? false;
  const notes = useNotes(id, known);
  const { draft, placing, start, setDraft, setPlacing, placed, may } = useDraft(id, playback);
  const marked = useMarked(playback, notes.data);
  const insight = of?.pick !== undefined;
  const around = useNeighbours(id, q, known && !insight);
  const { go } = around;
  useSeen(id, playback);
  const member = useCallback(
    (command: MemberCommand) => {
      if (command.kind === "note" && may) {
        setAside(true);
        setPane("notes");
        start();
      }
      if (command.kind === "session") {
        // An insight has links of its own to the sessions around: a key presses the same.
        if (insight) whole.current?.querySelector<HTMLElement>(`a[data-step="${command.direction}"]`)?.click();
        else go(command.direction);
      }
      if (command.kind === "search") whole.current?.querySelector<HTMLInputElement>("[data-pane-search]")?.focus();
    },
    [may, start, go, insight],
  );
  const { command, help, setHelp, full } = useCommands(pictureless ? null : playback, { whole, marked, member });
  const panel = aside && !dead;
  // Without a picture the events fill the page.
  const pane = chosen ?? (pictureless ? "visitor" : "events");
  return (
    <main
      className={classes["player"]}
      ref={whole}
      style={{ "--aside": `${width}px` } as CSSProperties}
      data-aside={panel ? "" : undefined}
      data-pictureless={pictureless ? "" : undefined}
    >
      <PlayerTop
        session={id}
        playback={playback}
        dead={dead}
        pictureless={pictureless}
        aside={aside}
        setAside={setAside}
        q={q}
        around={insight ? null : around}
      />
      {/* It stays, out of sight, for a running session that gets a picture later. */}
      <StageView
        playback={playback}
        host={host}
        hidden={pictureless}
        over={
          playback && (
            <Pins
              playback={playback}
              notes={notes.data ?? []}
              draft={draft}
              placing={placing}
              placed={placed}
              open={() => {
                setAside(true);
                setPane("notes");
              }}
            />
          )
        }
      />
      {playback && !pictureless && <NextUp key={id} playback={playback} next={around.next} go={go} />}
      {playback && pictureless && <NoPicture playback={playback} />}
      {playback && !dead && !pictureless && (
        <Controls playback={playback} command={command} full={full} marked={marked} list />
      )}
      {panel && (
        <aside className={classes["aside"]} aria-label="Panes">
          {playback && (
            <SidePanel
              playback={playback}
              pane={pane}
              show={setPane}
              notes={{
                open: notes.data?.filter(({ resolvedAt }) => resolvedAt === null).length ?? 0,
                pane: (
                  <NotesPane
                    session={id}
                    playback={playback}
                    notes={notes}
                    draft={draft}
                    setDraft={setDraft}
                    start={start}
                    placing={placing}
                    setPlacing={setPlacing}
                  />
                ),
              }}
            />
          )}
          <AsideEdge />
        </aside>
      )}
      {playback && <Spoken playback={playback} />}
      <ShortcutMap opened={help} close={() => setHelp(false)} member />
    </main>
  );
}
