import { Anchor, Badge, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ActivityEntryRow } from "../../protocol/activity/activity.schema.ts";
import { absoluteText, clockText, relativeText } from "../format/time.ts";
import { actionText } from "./action-words.ts";
import classes from "./activity.module.css";
import { actorText } from "./actor-text.ts";
import { detailChanges } from "./leaf-changes.ts";

/** Actions whose session is not there any more. */
const GONE: ReadonlySet<string> = new Set(["deleted", "erased", "erased_by_visitor", "retention_run"]);

function Watched({ watched, details }: Pick<ActivityEntryRow, "watched" | "details">) {
  if (!watched) return null;
  const { ms, over } = watched;
  if (ms > 0)
    return (
      <span className="faint number">
        , watched {clockText(ms)}
        {!over && " so far"}
      </span>
    );
  // Of what is stored nothing is played.
  return over && details?.["inspected"] !== true ? <span className="faint">, watched nothing</span> : null;
}

function Details({ entry }: { entry: ActivityEntryRow }) {
  const changes = detailChanges(entry.details ?? {});
  const rest = Object.entries(entry.details ?? {}).filter(
    ([name]) => !changes.some(({ path }) => path === name || path.startsWith(`${name}.`)),
  );
  return (
    <div className={classes["details"]}>
      {changes.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Changed</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ path, before, after }) => (
              <tr key={path}>
                <th scope="row">{path}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl>
        {rest.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
        <div>
          <dt>entry</dt>
          <dd>
            {entry.seq} · {entry.hash}
          </dd>
        </div>
      </dl>
    </div>
  );
}

/** One entry, with its details where they are asked for. */
export function ActivityRow({ entry, now }: { entry: ActivityEntryRow; now: number }) {
  const [open, setOpen] = useState(false);
  const { at, actor, session, environment, maskedIp, action } = entry;
  const text = actionText(entry);
  return (
    <>
      <tr className={classes["row"]} data-action={action}>
        <td className={classes["toggle"]}>
          <UnstyledButton
            aria-expanded={open}
            aria-label={`Details: ${actorText(entry)} ${text}`}
            onClick={() => setOpen(!open)}
          >
            <IconChevronRight size={16} aria-hidden />
          </UnstyledButton>
        </td>
        <td className={classes["time"]}>
          <time dateTime={new Date(at).toISOString()} title={absoluteText(at)}>
            {relativeText(at, now)}
          </time>
        </td>
        <td className={classes["who"]}>
          <Link to="/activity" search={(before) => ({ ...before, actor })} title="Only entries of theirs">
            {actorText(entry)}
          </Link>
        </td>
        <td className={classes["what"]}>
          {text}
          <Watched watched={entry.watched} details={entry.details} />
        </td>
        <td className={classes["session"]}>
          {session &&
            (GONE.has(action) ? (
              <span className="faint">{session.slice(-12)}</span>
            ) : (
              <Anchor component={Link} to={`/sessions/${session}`} fz="inherit" title={session}>
                {session.slice(-12)}
              </Anchor>
            ))}
        </td>
        <td className={classes["environment"]}>
          {environment && (
            <Badge variant="default" size="sm" radius="sm" tt="none" fw={500}>
              {environment}
            </Badge>
          )}
        </td>
        <td className={classes["from"]}>{maskedIp}</td>
      </tr>
      {open && (
        <tr className={classes["opened"]}>
          <td colSpan={7}>
            <Details entry={entry} />
          </td>
        </tr>
      )}
    </>
  );
}
