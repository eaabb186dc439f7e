import { Select } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTitle } from "../shell/use-title.ts";
import { Answer, Empty } from "./answer.tsx";
import { FunnelChart } from "./funnel-chart.tsx";
import { insightApi } from "./insight-api.ts";
import { readFunnelSearch, readScope, type FunnelSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { StepEditor } from "./step-editor.tsx";
import { useInsight, useNames } from "./use-insight.ts";

const route = getRouteApi("/signed-in/insights/funnels");
const MINUTE_MS = 60_000;
const ANY = "any";
const WITHIN_OPTIONS = [
  { value: ANY, label: "Any time between steps" },
  ...[1, 5, 30].map((minutes) => ({
    value: String(minutes * MINUTE_MS),
    label: `At most ${minutes} ${minutes === 1 ? "minute" : "minutes"} between steps`,
  })),
];

/** Steps, and how many sessions come how far. The steps are in the address: whoever gets it sees the same. */
export function FunnelsPage() {
  useTitle("Funnels");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const scope = readScope({ ...search });
  const steps = search.steps ?? [{ kind: "page" as const, match: "" }];
  const filled = steps.filter(({ match }) => match !== "");
  const { within } = search;
  const asked = useInsight("funnel", filled.length > 0 ? { scope, filled, within } : null, (signal) =>
    insightApi.funnel(scope, filled, within, signal),
  );
  const change = (changed: Partial<FunnelSearch>) =>
    void navigate({ search: (before) => readFunnelSearch({ ...before, ...changed }), replace: true });
  return (
    <div className={classes["columns"]}>
      <section className={classes["card"]} aria-label="Steps">
        <StepEditor steps={steps} names={useNames(scope)} change={(next) => change({ steps: next })} />
        <Select
          aria-label="Time between steps"
          data={WITHIN_OPTIONS}
          value={within === undefined ? ANY : String(within)}
          onChange={(value) => change({ within: value === ANY || value === null ? Number.NaN : Number(value) })}
          allowDeselect={false}
          mt="sm"
        />
      </section>
      <section className={classes["card"]} aria-label="Funnel">
        {filled.length === 0 ? (
          <Empty>
            Say where the funnel begins: a page, an event of your site or a click. Pages and names that were seen are
            offered while you type.
          </Empty>
        ) : (
          <Answer asked={asked} what="The funnel">
            {({ steps: answer }) =>
              answer.length === filled.length ? (
                <FunnelChart scope={scope} steps={filled} within={within} answer={answer} />
              ) : null
            }
          </Answer>
        )}
      </section>
    </div>
  );
}
