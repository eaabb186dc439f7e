import { Loader } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useLayoutEffect, useMemo, useRef, useState, type MouseEvent } from "react";
import type { HeatAnswer } from "../../protocol/insight.schema.ts";
import { ErrorNote } from "../shell/error-note.tsx";
import { countText } from "../settings/words/list-text.ts";
import { cellAt, cellMiddle, paintHeat } from "./heat-paint.ts";
import { readScope, type HeatSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { useStill } from "./use-still.ts";
import { shareText } from "./words.ts";

/** Pixels of a canvas that are painted at most; a higher page is painted coarser. */
const CANVAS_PIXELS = 6_000_000;

interface Props {
  heat: HeatAnswer["heat"];
  picture: HeatAnswer["heat"]["pictures"][number];
  search: HeatSearch & { page: string };
}

/** How many visits saw each part of the page. */
function Bands({ heat: { depth, depthVisits }, height }: { heat: HeatAnswer["heat"]; height: number }) {
  return depth.map((visits, at) => (
    <span
      // oxlint-disable-next-line react/no-array-index-key -- a part of the page has no identity but its place
      key={at}
      className={classes["band"]}
      style={{
        top: (at / depth.length) * height,
        height: height / depth.length,
        ["--seen" as string]: depthVisits === 0 ? 0 : visits / depthVisits,
      }}
      title={`${countText(visits, "visit", "visits")} saw this part`}
    >
      {at % 2 === 0 && <b>{shareText(visits, depthVisits)}</b>}
    </span>
  ));
}

/** A recorded page with what visitors did laid over it. */
export function HeatView({ heat, picture, search }: Props) {
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [room, setRoom] = useState(0);
  const [over, setOver] = useState<[number, number] | null>(null);
  const still = useStill(host, picture.session, picture.t);
  const { width, height, state, problem } = still;
  const scale = room === 0 ? 1 : Math.min(1, room / width);
  const clicks = search.show !== "scroll";
  const byCell = useMemo(() => new Map(heat.cells.map(([x, y, count]) => [`${x} ${y}`, count])), [heat.cells]);

  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setRoom(entry!.contentRect.width));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (!canvas.current || state !== "shown" || !clicks) return;
    const fine = Math.min(scale, Math.sqrt(CANVAS_PIXELS / (width * height)));
    canvas.current.width = Math.round(width * fine);
    canvas.current.height = Math.round(height * fine);
    paintHeat(canvas.current, heat.cells, width, fine);
  }, [heat.cells, width, height, scale, state, clicks]);

  function cellOf({ clientX, clientY, currentTarget }: MouseEvent): [number, number] {
    const { left, top } = currentTarget.getBoundingClientRect();
    return cellAt((clientX - left) / scale, (clientY - top) / scale, width);
  }
  const hit = over && byCell.get(over.join(" "));
  const at = over && cellMiddle(over, width);
  return (
    <div className={classes["heat"]} ref={box} tabIndex={0} role="region" aria-label="Picture of the page">
      <div className={classes["heatSheet"]} style={{ width: width * scale, height: height * scale }}>
        <div
          ref={host}
          className={classes["heatHost"]}
          style={{ width, height, transform: `scale(${scale})` }}
          aria-hidden="true"
          inert
        />
        {state === "loading" && (
          <div className={classes["heatWait"]} role="status">
            <Loader size="sm" role="status" aria-label="Loading the picture of the page" />
          </div>
        )}
        {problem && <ErrorNote title="This picture can't be shown" error={problem} />}
        {state === "shown" && clicks && (
          <canvas
            ref={canvas}
            className={classes["heatCanvas"]}
            data-over={hit ? "" : undefined}
            role="img"
            aria-label={`${countText(heat.clicks - heat.unplaced, "click", "clicks")} on the page; the elements are in the table`}
            onMouseMove={(event) => setOver(cellOf(event))}
            onMouseLeave={() => setOver(null)}
            onClick={(event) => {
              const cell = cellOf(event);
              if (!byCell.has(cell.join(" "))) return;
              const { page, device } = search;
              void navigate({
                to: "/insights/sessions",
                search: {
                  ...readScope({ ...search }),
                  pick: { of: "heat", page, ...(device && { device }), clicked: { cell } },
                },
              });
            }}
          />
        )}
        {state === "shown" && clicks && hit && at && (
          <span className={classes["heatTip"]} style={{ left: at.x * scale, top: at.y * scale }}>
            {countText(hit, "click", "clicks")}
          </span>
        )}
        {state === "shown" && !clicks && <Bands heat={heat} height={height * scale} />}
      </div>
    </div>
  );
}
