import { IconArrowUp } from "@tabler/icons-react";
import { countText } from "../../settings/words/list-text.ts";
import classes from "../sessions.module.css";

/** Says that sessions have begun which are not shown, because somebody is reading further down or has ticked some; pressing shows them. */
export function NewSessions({ count, show }: { count: number; show(): void }) {
  return (
    <div className={classes["newSessions"]} role="status">
      {count > 0 && (
        <button type="button" onClick={show}>
          <IconArrowUp size={14} stroke={2} aria-hidden />
          {countText(count, "new session", "new sessions")}
        </button>
      )}
    </div>
  );
}
