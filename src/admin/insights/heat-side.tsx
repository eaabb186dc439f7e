import { Select } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { HeatAnswer } from "../../protocol/insight.schema.ts";
import { absoluteText, clockText } from "../format/time.ts";
import { BehindLink } from "./behind-link.tsx";
import { DataTable } from "./data-table.tsx";
import { readScope, type HeatSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { elementText, shareText } from "./words.ts";

type Heat = HeatAnswer["heat"];

/** Which recorded page lies under the heat: of whom and when, because looking at it is a view of that session. */
export function PictureChoice({
  pictures,
  chosen,
  choose,
}: {
  pictures: Heat["pictures"];
  chosen: Heat["pictures"][number];
  choose(session: string): void;
}) {
  return (
    <div className={classes["picture"]}>
      <Select
        label="Picture"
        data={pictures.map(({ session, startedAt }) => ({
          value: session,
          label: `${absoluteText(startedAt)}, session …${session.slice(-6)}`,
        }))}
        value={chosen.session}
        onChange={(session) => session && choose(session)}
        allowDeselect={false}
      />
      <p className="faint">Opening it is a view of that session, in the activity log.</p>
      <Link to="/sessions/$id" params={{ id: chosen.session }} search={{ t: chosen.t, paused: 1 }}>
        Open that session at {clockText(chosen.t)}
      </Link>
    </div>
  );
}

/** What was clicked most: the heatmap in words. */
export function ClickedElements({ heat, search }: { heat: Heat; search: HeatSearch & { page: string } }) {
  const { page, device } = search;
  return (
    <DataTable
      label="Clicked elements"
      {...heat.names}
      keyOf={({ name }) => name}
      columns={[
        { name: "Element", render: ({ name }) => <span className={classes["text"]}>{elementText(name)}</span> },
        { name: "Clicks", number: true, render: ({ times }) => times.toLocaleString("en") },
        {
          name: "Sessions",
          number: true,
          render: ({ name, sessions }) => (
            <BehindLink
              scope={readScope({ ...search })}
              pick={{ of: "heat", page, ...(device && { device }), clicked: { name } }}
            >
              {sessions.toLocaleString("en")}
            </BehindLink>
          ),
        },
      ]}
    />
  );
}

/** Scroll depth in words. */
export function DepthTable({ heat: { depth, depthVisits } }: { heat: Heat }) {
  const rows = depth.map((visits, at) => ({ to: Math.round(((at + 1) / depth.length) * 100), visits }));
  return (
    <DataTable
      label="Scroll depth"
      rows={rows.filter(({ to }) => to % 10 === 0)}
      kinds={0}
      untold={0}
      keyOf={({ to }) => String(to)}
      columns={[
        { name: "Down to", render: ({ to }) => `${to} % of the page` },
        { name: "Visits", number: true, render: ({ visits }) => visits.toLocaleString("en") },
        { name: "Share", number: true, render: ({ visits }) => shareText(visits, depthVisits) },
      ]}
    />
  );
}
