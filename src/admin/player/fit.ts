export interface Size {
  width: number;
  height: number;
}

/** Where a picture lies in the room there is: in the middle, on whole pixels, smaller when it must be and never larger. */
export function fit(
  size: Size,
  room: Size,
): { scale: number; left: number; top: number; width: number; height: number } {
  const scale = Math.min(1, room.width / Math.max(1, size.width), room.height / Math.max(1, size.height));
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
