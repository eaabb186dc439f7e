import { Alert, Loader } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Looked } from "../../protocol/insight.schema.ts";
import { ErrorNote } from "../shell/error-note.tsx";
import { countText } from "../settings/words/list-text.ts";
import classes from "./insights.module.css";
import { lookedText } from "./words.ts";

/** How much of what there is an answer is about. */
export function LookedNote({ looked }: { looked: Looked }) {
  return (
    <p className={classes["looked"]} role="status" data-part={looked.all ? undefined : ""}>
      {lookedText(looked)}
      {looked.incomplete > 0 && ` · of ${countText(looked.incomplete, "session", "sessions")} not everything is known`}
    </p>
  );
}

/** Why there is nothing, where sessions were collected at a level that tells less. */
export function LevelNote({ looked: { levels, sessions }, what }: { looked: Looked; what: string }) {
  const enough = levels.dxa + levels.playback;
  if (sessions === 0 || enough > 0) return null;
  return (
    <Alert variant="light" color="ink" icon={<IconInfoCircle size={18} />} className={classes["level"] ?? ""}>
      {what} collected at the levels <em>dxa</em> and <em>playback</em>. All{" "}
      {countText(sessions, "session", "sessions")} here were collected at <em>engagement</em>; the level is a setting of
      each environment.
    </Alert>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className={classes["empty"]}>{children}</p>;
}

/** An answer, or why there is none. `what` is its subject: "The funnel". */
export function Answer<T extends { looked: Looked }>({
  asked,
  what,
  children,
}: {
  asked: UseQueryResult<T>;
  what: string;
  children(answer: T): ReactNode;
}) {
  if (asked.isPending)
    return (
      <div className={classes["waiting"]} role="status">
        <Loader size="sm" role="status" aria-label="Looking at the sessions" />
      </div>
    );
  if (asked.isError)
    return <ErrorNote title={`${what} can't be computed`} error={asked.error} retry={() => void asked.refetch()} />;
  const { looked } = asked.data;
  return (
    <div aria-busy={asked.isPlaceholderData} className={classes["answer"]}>
      <LookedNote looked={looked} />
      {looked.sessions === 0 ? (
        <Empty>No session fits the search and the period above. Choose a longer period, or fewer conditions.</Empty>
      ) : (
        children(asked.data)
      )}
    </div>
  );
}
