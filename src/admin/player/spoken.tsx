import { VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Playback } from "./playback.ts";
import { spokenChange } from "./spoken-state.ts";

/** Says what the player does, to those who hear the page. */
export function Spoken({ playback: { store } }: { playback: Playback }) {
  const [words, setWords] = useState("");
  useEffect(() => {
    let before = store.get();
    return store.subscribe(() => {
      const now = store.get();
      const change = spokenChange(before, now);
      before = now;
      if (change) setWords(change);
    });
  }, [store]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {words}
    </VisuallyHidden>
  );
}
