import { ActionIcon, Tooltip } from "@mantine/core";
import { IconZoomIn, IconZoomOut, IconZoomReset } from "@tabler/icons-react";
import type { Playback } from "../playback.ts";
import classes from "../player.module.css";
import { useStore } from "../store.ts";
import { zoomStep } from "./use-zoom.ts";
import { VIEW_MIN_MS, viewOf } from "./zoom.ts";

/** Zooms the line of time. */
export function ZoomButtons({ playback }: { playback: Playback }) {
  const zoomed = useStore(playback.store, ({ zoom }) => zoom !== null);
  const closest = useStore(playback.store, ({ zoom, clock }) => {
    const view = viewOf(zoom, clock.duration);
    return view.to - view.from <= VIEW_MIN_MS;
  });
  const buttons = [
    {
      label: "Zoom out of the line of time (−)",
      Icon: IconZoomOut,
      off: !zoomed,
      act: () => zoomStep(playback, false),
    },
    { label: "Zoom into the line of time (+)", Icon: IconZoomIn, off: closest, act: () => zoomStep(playback, true) },
    {
      label: "Show all of the session",
      Icon: IconZoomReset,
      off: !zoomed,
      act: () => playback.store.set({ zoom: null }),
    },
  ];
  return (
    <span className={classes["zooms"]}>
      {buttons.map(({ label, Icon, off, act }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} disabled={off} onClick={act}>
            <Icon size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      ))}
    </span>
  );
}
