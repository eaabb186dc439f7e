import { IconArrowDownRight, IconClock } from "@tabler/icons-react";
import type { FunnelAnswer, Reference } from "../../protocol/insight.schema.ts";
import type { Step } from "../../protocol/insights/step.ts";
import { countText } from "../settings/words/list-text.ts";
import { BehindLink } from "./behind-link.tsx";
import type { ScopeSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { shareText, stepText, waitText } from "./words.ts";

interface Props {
  scope: ScopeSearch;
  steps: readonly Step[];
  within: number | undefined;
  answer: FunnelAnswer["steps"];
}

/** How far sessions came: a bar for each step, and between two steps who was lost. Each number leads to its sessions. */
export function FunnelChart({ scope, steps, within, answer }: Props) {
  const first = answer[0]!.sessions;
  const pick = (step: number, outcome: "reached" | "dropped"): Reference["pick"] => ({
    of: "funnel",
    steps: [...steps],
    ...(within && { withinMs: within }),
    step,
    outcome,
  });
  return (
    <ol className={classes["funnel"]} aria-label="Steps of the funnel">
      {answer.map(({ sessions, dropped, medianMs }, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step has no identity but its place
        <li key={at}>
          <div className={classes["funnelHead"]}>
            <span className="cut">
              <strong>{at + 1}</strong> {stepText(steps[at]!)}
            </span>
            <span className={classes["funnelCount"]}>
              {at > 0 && medianMs !== null && (
                <span className="faint" title="Middle of the time from the step before">
                  <IconClock size={13} aria-hidden /> {waitText(medianMs)}
                </span>
              )}
              <BehindLink scope={scope} pick={pick(at, "reached")}>
                {countText(sessions, "session", "sessions")}
              </BehindLink>
              <strong className={classes["share"]}>{shareText(sessions, first)}</strong>
            </span>
          </div>
          <div className={classes["bar"]} aria-hidden="true">
            <span style={{ width: `${first === 0 ? 0 : (sessions / first) * 100}%` }} />
          </div>
          {at < answer.length - 1 && (
            <p className={classes["drop"]}>
              <IconArrowDownRight size={15} aria-hidden />
              {dropped === 0 ? (
                <span className="faint">{sessions === 0 ? "Nobody came so far" : "Nobody dropped off here"}</span>
              ) : (
                <>
                  <span>
                    {countText(dropped, "session", "sessions")} dropped off here ({shareText(dropped, sessions)})
                  </span>
                  <BehindLink scope={scope} pick={pick(at, "dropped")}>
                    Watch those who dropped off here
                  </BehindLink>
                </>
              )}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
