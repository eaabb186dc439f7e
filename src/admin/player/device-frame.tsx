import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet } from "@tabler/icons-react";
import type { SessionRow } from "../../protocol/api.schema.ts";
import type { Size } from "./fit.ts";
import classes from "./player.module.css";

type Kind = SessionRow["device"];

const ICONS = {
  desktop: IconDeviceDesktop,
  mobile: IconDeviceMobile,
  tablet: IconDeviceTablet,
  other: IconDeviceDesktop,
} as const;

function isHeld(kind: Kind): boolean {
  return kind === "mobile" || kind === "tablet";
}

/** The room that the frame takes around the picture, CSS pixels. */
export function deviceInset(kind: Kind): { top: number; side: number; bottom: number } {
  return isHeld(kind) ? { top: 34, side: 9, bottom: 10 } : { top: 26, side: 1, bottom: 1 };
}

/** A window or a hand-held device around the picture, with the size that the visitor's window had. */
export function DeviceFrame({
  kind,
  size,
  scale,
  place,
}: {
  kind: Kind;
  size: Size;
  scale: number;
  place: { left: number; top: number } & Size;
}) {
  const { top, side, bottom } = deviceInset(kind);
  const Icon = ICONS[kind];
  return (
    <div
      className={classes["device"]}
      data-held={isHeld(kind) ? "" : undefined}
      style={{
        left: place.left - side,
        top: place.top - top,
        width: place.width + 2 * side,
        height: place.height + top + bottom,
      }}
    >
      <span className={classes["deviceBar"]} style={{ height: top }}>
        <Icon size={14} stroke={1.6} aria-hidden />
        <span className="number cut">
          {size.width} × {size.height}
          {scale < 1 && <span className="faint"> · {Math.round(scale * 100)} %</span>}
        </span>
      </span>
    </div>
  );
}
