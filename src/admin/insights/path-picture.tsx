import { useMemo } from "react";
import type { PathTree, Reference } from "../../protocol/insight.schema.ts";
import { countText } from "../settings/words/list-text.ts";
import { BehindLink } from "./behind-link.tsx";
import type { PathsSearch, ScopeSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { layoutPaths, type PathBox } from "./path-layout.ts";
import { pageText, shareText } from "./words.ts";

/** CSS pixels. */
const COLUMN = 226;
const BOX = 176;
const ROW = 48;
const HALF = 20;
const WIDEST = 30;

function pickOf({ path, kind, shown }: PathBox, { direction, page }: PathsSearch): Reference["pick"] {
  return {
    of: "paths",
    direction: direction ?? "from",
    ...(page && { page }),
    path,
    ...(kind === "ended" && { after: "ended" as const }),
    ...(kind === "other" && { after: shown }),
  };
}

function labelOf({ kind, path, pages }: PathBox, back: boolean): string {
  if (kind === "ended") return back ? "Began here" : "Ended here";
  return kind === "other" ? countText(pages, "other page", "other pages") : pageText(path.at(-1)!);
}

/** A tree of paths from left to right; looking back, from right to left. Each box leads to its sessions. */
export function PathPicture({ tree, search, scope }: { tree: PathTree; search: PathsSearch; scope: ScopeSearch }) {
  const { boxes, columns, rows } = useMemo(() => layoutPaths(tree), [tree]);
  const back = search.direction === "to";
  const width = (columns - 1) * COLUMN + BOX;
  const height = rows * ROW;
  const left = ({ column }: PathBox) => (back ? width - BOX - column * COLUMN : column * COLUMN);
  const middle = ({ row }: PathBox) => row * ROW + ROW / 2;
  const byKey = new Map(boxes.map((box) => [box.key, box]));
  return (
    <div className={classes["scroll"]} tabIndex={0} role="region" aria-label="Picture of the paths">
      <div className={classes["paths"]} style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          {boxes.map((box) => {
            const before = box.from === null ? undefined : byKey.get(box.from);
            if (!before) return null;
            const [x1, x2] = back ? [left(before), left(box) + BOX] : [left(before) + BOX, left(box)];
            const [y1, y2] = [middle(before), middle(box)];
            const bend = (x1 + x2) / 2;
            return (
              <path
                key={box.key}
                d={`M ${x1} ${y1} C ${bend} ${y1}, ${bend} ${y2}, ${x2} ${y2}`}
                strokeWidth={Math.max(1.5, (box.sessions / tree.sessions) * WIDEST)}
                data-kind={box.kind}
              />
            );
          })}
        </svg>
        <ul>
          {boxes.map((box) => (
            <li key={box.key} style={{ left: left(box), top: middle(box) - HALF, width: BOX }} data-kind={box.kind}>
              <BehindLink scope={scope} pick={pickOf(box, search)} className={classes["pathBox"]}>
                <span className="cut">{labelOf(box, back)}</span>
                <span className="faint number">
                  {box.sessions.toLocaleString("en")} · {shareText(box.sessions, tree.sessions)}
                </span>
              </BehindLink>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
