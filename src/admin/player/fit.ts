export interface Size {
  width: number;
  height: number;
}

/**
 * Where a picture lies in the room there is: in the middle, on whole pixels. `shrink`: smaller when it must be and never larger; else
 * at its own size, from the corner on where it does not fit.
 */
export function fit(
  size: Size,
  room: Size,
  shrink = true,
): { scale: number; left: number; top: number; width: number; height: number } {
  const fitting = Math.min(1, room.width / Math.max(1, size.width), room.height / Math.max(1, size.height));
  const scale = shrink ? fitting : 1;
  const width = Math.round(size.width * scale);
  const height = Math.round(size.height * scale);
  return {
    scale,
    width,
    height,
    left: Math.max(0, Math.floor((room.width - width) / 2)),
    top: Math.max(0, Math.floor((room.height - height) / 2)),
  };
}
