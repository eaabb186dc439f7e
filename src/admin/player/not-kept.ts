/** Marks an element whose file the session does not have. */
export const NOT_KEPT = "data-playhead-not-kept";

const LABEL =
  "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='16'><text x='32' y='12' text-anchor='middle' font-family='system-ui,sans-serif' font-size='11' fill='%23888'>not kept</text></svg>";

/** What it looks like: half transparent greys, which are seen on a light page and on a dark one. Changes no size. */
export const NOT_KEPT_RULE = `[${NOT_KEPT}] { background: url("data:image/svg+xml,${LABEL}") center / auto no-repeat, repeating-linear-gradient(45deg, rgb(128 128 128 / .2) 0 6px, rgb(128 128 128 / .08) 6px 12px) !important; }`;

/** A transparent picture in place of one that is not kept: of its size, `300x200`, when that is known. */
export function noPicture(size: string | undefined): string {
  const [, width = "1", height = "1"] = /^(\d{1,5})x(\d{1,5})$/.exec(size ?? "") ?? [];
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`)}`;
}
