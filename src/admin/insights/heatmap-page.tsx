import { Autocomplete, SegmentedControl, Select } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { DEVICES, type HeatAnswer } from "../../protocol/insight.schema.ts";
import { countText } from "../settings/words/list-text.ts";
import { useTitle } from "../shell/use-title.ts";
import { Answer, Empty, LevelNote } from "./answer.tsx";
import { BehindLink } from "./behind-link.tsx";
import { ClickedElements, DepthTable, PictureChoice } from "./heat-side.tsx";
import { HeatView } from "./heat-view.tsx";
import { insightApi } from "./insight-api.ts";
import { readHeatSearch, readScope, type HeatSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { useInsight, useNames } from "./use-insight.ts";
import { pageText } from "./words.ts";

const route = getRouteApi("/signed-in/insights/heatmap");
const ALL = "all";
const DEVICE_OPTIONS = [ALL, ...DEVICES].map((value) => ({
  value,
  label: value === ALL ? "All devices" : value[0]!.toUpperCase() + value.slice(1),
}));

function Picture({ heat, search }: { heat: HeatAnswer["heat"]; search: HeatSearch & { page: string } }) {
  const [wanted, setWanted] = useState("");
  const chosen = heat.pictures.find(({ session }) => session === wanted) ?? heat.pictures[0];
  const clicks = search.show !== "scroll";
  return (
    <div className={classes["heatColumns"]}>
      <div>
        {chosen ? (
          <HeatView key={`${chosen.session} ${chosen.t}`} heat={heat} picture={chosen} search={search} />
        ) : (
          <Empty>
            No picture of this page: none of these sessions was collected at <em>playback</em> on it. The numbers are
            beside.
          </Empty>
        )}
      </div>
      <div>
        {chosen && <PictureChoice pictures={heat.pictures} chosen={chosen} choose={setWanted} />}
        {clicks && heat.unplaced > 0 && (
          <p className={classes["looked"]}>
            Of {countText(heat.unplaced, "click", "clicks")} the place is not known; they are in the table.
          </p>
        )}
        {clicks && heat.beyond > 0 && (
          <p className={classes["looked"]}>
            {countText(heat.beyond, "click", "clicks")} in the coolest places are not drawn.
          </p>
        )}
        {clicks ? <ClickedElements heat={heat} search={search} /> : <DepthTable heat={heat} />}
      </div>
    </div>
  );
}

/** Clicks and scrolling on one page, over a recorded picture of it. */
export function HeatmapPage() {
  useTitle("Heatmap");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const scope = readScope({ ...search });
  const names = useNames(scope);
  const page = search.page ?? names.pages[0];
  const [typed, setTyped] = useState<string | null>(null);
  const question = page === undefined ? null : { ...scope, page, ...(search.device && { device: search.device }) };
  const asked = useInsight("heat", question, (signal) => insightApi.heat(question!, signal));
  const change = (changed: Record<string, unknown>) =>
    void navigate({ search: (before) => readHeatSearch({ ...before, ...changed }), replace: true });
  const choose = (name: string) => {
    setTyped(null);
    change({ page: name.trim() });
  };
  return (
    <section className={classes["card"]} aria-label="Heatmap">
      <div className={classes["controls"]}>
        <Autocomplete
          aria-label="Page"
          placeholder="/checkout"
          data={names.pages}
          limit={30}
          value={typed ?? page ?? ""}
          onChange={setTyped}
          onOptionSubmit={choose}
          onBlur={() => typed !== null && choose(typed)}
          onKeyDown={({ key }) => key === "Enter" && typed !== null && choose(typed)}
          spellCheck={false}
          className={classes["filter"] ?? ""}
        />
        <Select
          aria-label="Device"
          data={DEVICE_OPTIONS}
          value={search.device ?? ALL}
          onChange={(device) => change({ device })}
          allowDeselect={false}
          w={150}
        />
        <SegmentedControl
          aria-label="Show"
          data={[
            { value: "clicks", label: "Clicks" },
            { value: "scroll", label: "Scrolling" },
          ]}
          value={search.show ?? "clicks"}
          onChange={(show) => change({ show })}
        />
      </div>
      {page === undefined ? (
        <Empty>Choose a page. Pages that were visited are offered while you type.</Empty>
      ) : (
        <Answer asked={asked} what="The heatmap">
          {({ looked, heat }) => (
            <>
              <LevelNote looked={looked} what="Places of clicks and scroll depth are" />
              {heat.sessions === 0 ? (
                <Empty>No session was on {pageText(page)}. Ids in addresses are written as *: /item/*.</Empty>
              ) : (
                <>
                  <p className={classes["facts"]}>
                    <BehindLink
                      scope={scope}
                      pick={{ of: "heat", page, ...(search.device && { device: search.device }) }}
                    >
                      {countText(heat.sessions, "session", "sessions")}
                    </BehindLink>
                    {` on ${pageText(page)} · ${countText(heat.visits, "visit", "visits")} · ${countText(heat.clicks, "click", "clicks")}`}
                  </p>
                  <Picture key={page} heat={heat} search={{ ...search, page }} />
                </>
              )}
            </>
          )}
        </Answer>
      )}
    </section>
  );
}
