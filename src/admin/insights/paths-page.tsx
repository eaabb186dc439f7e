import { Autocomplete, SegmentedControl } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTitle } from "../shell/use-title.ts";
import { Answer, Empty } from "./answer.tsx";
import { insightApi } from "./insight-api.ts";
import { readPathsSearch, readScope, type PathsSearch } from "./insight-search.ts";
import classes from "./insights.module.css";
import { PathPicture } from "./path-picture.tsx";
import { useInsight, useNames } from "./use-insight.ts";

const route = getRouteApi("/signed-in/insights/paths");

function PageField({ search, change }: { search: PathsSearch; change(page: string): void }) {
  const names = useNames(readScope({ ...search }));
  const [text, setText] = useState(search.page ?? "");
  const [shown, setShown] = useState(search.page);
  // The address has changed otherwise.
  if (search.page !== shown) {
    setShown(search.page);
    setText(search.page ?? "");
  }
  return (
    <Autocomplete
      aria-label="Page"
      placeholder={search.direction === "to" ? "The last page of each session" : "The first page of each session"}
      data={names.pages}
      limit={30}
      value={text}
      onChange={setText}
      onOptionSubmit={change}
      onBlur={() => text.trim() !== (search.page ?? "") && change(text.trim())}
      onKeyDown={({ key }) => key === "Enter" && change(text.trim())}
      clearable
      onClear={() => change("")}
      spellCheck={false}
      className={classes["filter"] ?? ""}
    />
  );
}

/** Where sessions went from a page, or came from. */
export function PathsPage() {
  useTitle("Paths");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const asked = useInsight("paths", search, (signal) => insightApi.paths(search, signal));
  const change = (changed: Record<string, unknown>) =>
    void navigate({ search: (before) => readPathsSearch({ ...before, ...changed }), replace: true });
  return (
    <section className={classes["card"]} aria-label="Paths">
      <div className={classes["controls"]}>
        <SegmentedControl
          aria-label="Direction"
          data={[
            { value: "from", label: "From" },
            { value: "to", label: "To" },
          ]}
          value={search.direction ?? "from"}
          onChange={(direction) => change({ direction })}
        />
        <PageField search={search} change={(page) => change({ page })} />
      </div>
      <Answer asked={asked} what="The paths">
        {({ tree }) =>
          tree.sessions === 0 ? (
            <Empty>
              {search.page
                ? `No session was on ${search.page}. Patterns may have a *: /item/*.`
                : "No page was visited."}
            </Empty>
          ) : (
            <PathPicture tree={tree} search={search} scope={readScope({ ...search })} />
          )
        }
      </Answer>
    </section>
  );
}
