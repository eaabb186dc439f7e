import { useMemo, useRef } from "react";
import type { OpenedShare } from "../../protocol/share.schema.ts";
import { absoluteText } from "../format/time.ts";
import { AddressBar } from "../player/address-bar.tsx";
import { Controls } from "../player/controls.tsx";
import classes from "../player/player.module.css";
import { ShortcutMap } from "../player/shortcut-map.tsx";
import { StageView } from "../player/stage-view.tsx";
import { useCommands } from "../player/use-commands.ts";
import { useMarked } from "../player/use-marked.ts";
import { usePlayback } from "../player/use-playback.ts";
import { linkSource } from "./link-source.ts";

/** The player of a link: the picture and its controls. */
export function LinkPlayer({
  token,
  opened,
  password,
}: {
  token: string;
  opened: OpenedShare;
  password: string | undefined;
}) {
  const whole = useRef<HTMLElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const source = useMemo(() => linkSource(opened, token, password), [opened, token, password]);
  const asked = useMemo(() => {
    const t = new URLSearchParams(location.search).get("t");
    return { time: t === null ? opened.t : Number(t) || 0, pause: false, key: token };
  }, [opened, token]);
  const playback = usePlayback(source, host, asked);
  const marked = useMarked(playback);
  const { command, help, setHelp, full } = useCommands(playback, { whole, marked });
  return (
    <main className={classes["player"]} ref={whole}>
      <div className={classes["top"]}>
        <div className={classes["heading"]}>
          <h1 className="cut">Recorded session</h1>
          <span className="faint">{absoluteText(opened.session.startedAt)}</span>
        </div>
        {playback && <AddressBar playback={playback} />}
      </div>
      <StageView playback={playback} host={host} hidden={false} />
      {playback && <Controls playback={playback} command={command} full={full} marked={marked} />}
      <ShortcutMap opened={help} close={() => setHelp(false)} member={false} />
    </main>
  );
}
