import type { Note, NotePlace } from "../../../protocol/note.schema.ts";
import type { Playback } from "../playback.ts";
import { placeUnder } from "../place-under.ts";
import { useStore } from "../store.ts";
import classes from "./notes.module.css";
import { placeNow } from "./note-place.ts";
import type { Draft } from "./use-notes.ts";

/** The pins of notes are shown this long before and after their moment, milliseconds. */
export const NEAR_MS = 2_500;

/** Where a place is in the picture, at the scale that it has. */
function at(playback: Playback, place: NotePlace) {
  const picture = playback.picture()?.picture;
  const { x, y } = picture ? placeNow(place, picture) : place;
  return { left: `calc(${x}px * var(--scale))`, top: `calc(${y}px * var(--scale))` };
}

/** What the picture shows of notes: pins at their places while their moment is played, and where the new one is about. */
export function Pins({
  playback,
  notes,
  draft,
  placing,
  placed,
  open,
}: {
  playback: Playback;
  notes: readonly Note[];
  draft: Draft | null;
  /** Somebody is to point at a place. */
  placing: boolean;
  placed: (place: NotePlace) => void;
  open: () => void;
}) {
  const page = useStore(playback.store, (state) => state.page);
  const time = useStore(playback.store, ({ clock }) => Math.round(clock.time / 250) * 250);
  const shown = notes.filter(
    ({ at: moment, place, resolvedAt }) =>
      place?.page === page && resolvedAt === null && Math.abs(moment - time) <= NEAR_MS,
  );
  return (
    <div className={classes["pins"]}>
      {shown.map(({ id, place, text, authorName }, index) => (
        <button
          key={id}
          type="button"
          className={classes["pin"]}
          style={at(playback, place!)}
          aria-label={`Note of ${authorName ?? "somebody"}: ${text}`}
          title={`${authorName ?? "Somebody"}: ${text}`}
          data-number={index + 1}
          onClick={open}
        />
      ))}
      {draft?.place?.page === page && draft.place && (
        <span className={classes["pin"]} data-new="" style={at(playback, draft.place)} aria-hidden="true">
          +
        </span>
      )}
      {placing && (
        <button
          type="button"
          className={classes["aim"]}
          aria-label="Point at the place that the note is about"
          onClick={(event) => {
            const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
            // By the keyboard: the middle.
            const byHand = event.detail > 0;
            const [x, y] = byHand ? [event.clientX - left, event.clientY - top] : [width / 2, height / 2];
            const scale = width / Math.max(1, playback.store.get().size?.width ?? width);
            const place = placeUnder(playback, x / scale, y / scale);
            if (place) placed(place);
          }}
        />
      )}
    </div>
  );
}
