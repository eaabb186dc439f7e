import { Loader } from "@mantine/core";
import { useLayoutEffect, useRef, useState, type CSSProperties, type ReactNode, type RefObject } from "react";
import { ApiError } from "../api.ts";
import { ErrorNote } from "../shell/error-note.tsx";
import { deviceInset, DeviceFrame } from "./device-frame.tsx";
import { fit, type Size } from "./fit.ts";
import classes from "./player.module.css";
import { preferences } from "./preferences.ts";
import type { Playback } from "./playback.ts";
import { useOptional, useStore } from "./store.ts";

const PROBLEMS: Record<number, string> = {
  403: "You are not allowed to view this session",
  404: "There is no such session",
  410: "This session has been deleted",
};
/** Of a session that is there. */
const MISSING = new Error("It is not in the store any more. The rest can be played: choose another moment.");

/** What lies over the stage while there is no picture. */
function Cover({ playback }: { playback: Playback }) {
  const frame = useStore(playback.store, (state) => state.frame);
  const problem = useStore(playback.store, (state) => state.problem);
  const live = useStore(playback.store, (state) => state.live);
  const page = useStore(playback.store, (state) => state.page);
  const empty = useStore(playback.store, ({ overview, complete }) => complete && overview.spans.length === 0);
  const stalled = useStore(playback.store, ({ clock }) => clock.stalled);
  const opened = useStore(playback.store, ({ manifest }) => manifest !== null);
  if (problem) {
    const status = problem instanceof ApiError ? problem.status : 0;
    const missing = status === 404 && opened;
    const known = missing ? undefined : PROBLEMS[status];
    const title = missing ? "This part of the recording is missing" : (known ?? "This can't be played");
    const retry = known ? {} : { retry: playback.retry };
    return (
      <div className={classes["cover"]} data-solid="">
        <ErrorNote title={title} error={missing ? MISSING : problem} {...retry} />
      </div>
    );
  }
  if (page === null && empty)
    return (
      <div className={classes["cover"]}>
        {live === "on" || live === "connecting" ? (
          <>
            <Loader size="sm" type="dots" />
            <p>Waiting for the first picture</p>
            <p className="faint">What has come so far is in the list of events.</p>
          </>
        ) : (
          <>
            <p>There is no picture in this session</p>
            <p className="faint">What was collected is in the list of events.</p>
          </>
        )}
      </div>
    );
  if (page === null)
    return (
      <div className={classes["cover"]} role="status">
        <Loader size="sm" />
        <p className="faint">Loading the recording</p>
      </div>
    );
  if (frame === "seeking" || stalled)
    return <span className={classes["busy"]} role="progressbar" aria-label="Loading" />;
  return null;
}

/** Says that time is passing faster than it did. */
function SkipNote({ playback }: { playback: Playback }) {
  const skipping = useStore(
    playback.store,
    ({ clock }) => clock.playing && !clock.following && clock.rate > clock.speed,
  );
  return skipping ? <span className={classes["skipping"]}>Skipping inactivity</span> : null;
}

const ROOMY: Size = { width: 1280, height: 800 };

/**
 * The place of the replay: as large as it was when there is room, smaller when there is not (or scrolled, when its own size is asked for),
 * never larger. `over` lies on the picture, whose scale is `--scale`.
 */
export function StageView({
  playback,
  host,
  hidden,
  over,
}: {
  playback: Playback | null;
  host: RefObject<HTMLDivElement | null>;
  hidden: boolean;
  over?: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  const size = useOptional(playback?.store, (state) => state.size) ?? ROOMY;
  const kind = useOptional(playback?.store, ({ manifest }) => manifest?.session.device) ?? "other";
  const liked = useStore(preferences, (all) => all);
  useLayoutEffect(() => {
    const { clientWidth, clientHeight } = box.current!;
    setRoom({ width: clientWidth, height: clientHeight });
    const observer = new ResizeObserver(([entry]) =>
      setRoom({ width: entry!.contentRect.width, height: entry!.contentRect.height }),
    );
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const shown = useOptional(playback?.store, ({ page }) => page !== null) ?? false;
  const around = liked.device && shown ? deviceInset(kind) : { top: 0, side: 0, bottom: 0 };
  const inner = { width: room.width - 2 * around.side, height: room.height - around.top - around.bottom };
  const { scale, left, top, width, height } = fit(size, inner, liked.fit);
  const place = { left: left + around.side, top: top + around.top, width, height };
  return (
    <section
      className={classes["stage"]}
      aria-label="Picture of the visit"
      data-fit={liked.fit || undefined}
      hidden={hidden}
    >
      {/* Measured without what is in it, which in its own size may be larger. */}
      <div className={classes["room"]} ref={box} />
      {liked.device && shown && <DeviceFrame kind={kind} size={size} scale={scale} place={place} />}
      <div
        className={classes["sheet"]}
        style={{ ...place, "--scale": scale } as CSSProperties}
        data-shown={shown ? "" : undefined}
      >
        <div
          ref={host}
          className={classes["host"]}
          data-no-trail={liked.trail ? undefined : ""}
          data-no-clicks={liked.clicks ? undefined : ""}
          data-no-touches={liked.touches ? undefined : ""}
          style={{ width: size.width, height: size.height, ...(scale < 1 ? { transform: `scale(${scale})` } : {}) }}
        />
        {shown && over}
      </div>
      {playback && !hidden && <Cover playback={playback} />}
      {playback && <SkipNote playback={playback} />}
    </section>
  );
}
