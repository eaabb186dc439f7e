import { Loader } from "@mantine/core";
import { useLayoutEffect, useRef, useState, type RefObject } from "react";
import { ApiError } from "../api.ts";
import { ErrorNote } from "../shell/error-note.tsx";
import { fit, type Size } from "./fit.ts";
import classes from "./player.module.css";
import type { Playback } from "./playback.ts";
import { useOptional, useStore } from "./store.ts";

const PROBLEMS: Record<number, string> = {
  403: "You are not allowed to view this session",
  404: "There is no such session",
  410: "This session has been deleted",
};

/** What lies over the stage while there is no picture. */
function Cover({ playback }: { playback: Playback }) {
  const frame = useStore(playback.store, (state) => state.frame);
  const problem = useStore(playback.store, (state) => state.problem);
  const live = useStore(playback.store, (state) => state.live);
  const page = useStore(playback.store, (state) => state.page);
  const empty = useStore(playback.store, ({ overview, complete }) => complete && overview.spans.length === 0);
  const stalled = useStore(playback.store, ({ clock }) => clock.stalled);
  if (problem) {
    const status = problem instanceof ApiError ? problem.status : 0;
    const title = PROBLEMS[status] ?? "This can't be played";
    const retry = PROBLEMS[status] ? {} : { retry: playback.retry };
    return (
      <div className={classes["cover"]} data-solid="">
        <ErrorNote title={title} error={problem} {...retry} />
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

/** The place of the replay: at its own size when there is room, smaller when there is not, never larger. */
export function StageView({
  playback,
  host,
  hidden,
}: {
  playback: Playback | null;
  host: RefObject<HTMLDivElement | null>;
  hidden: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  const size = useOptional(playback?.store, (state) => state.size) ?? ROOMY;
  useLayoutEffect(() => {
    const { clientWidth, clientHeight } = box.current!;
    setRoom({ width: clientWidth, height: clientHeight });
    const observer = new ResizeObserver(([entry]) =>
      setRoom({ width: entry!.contentRect.width, height: entry!.contentRect.height }),
    );
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const shown = useOptional(playback?.store, ({ page }) => page !== null);
  const { scale, left, top, width, height } = fit(size, room);
  return (
    <div className={classes["stage"]} ref={box} hidden={hidden}>
      <div className={classes["sheet"]} style={{ left, top, width, height }} data-shown={shown ? "" : undefined}>
        <div
          ref={host}
          className={classes["host"]}
          style={{ width: size.width, height: size.height, ...(scale < 1 ? { transform: `scale(${scale})` } : {}) }}
        />
      </div>
      {playback && !hidden && <Cover playback={playback} />}
      {playback && <SkipNote playback={playback} />}
    </div>
  );
}
