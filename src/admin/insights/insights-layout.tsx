import { Title } from "@mantine/core";
import { Link, Outlet, useNavigate, useSearch } from "@tanstack/react-router";
import { readScope } from "./insight-search.ts";
import classes from "./insights.module.css";
import { ScopeBar } from "./scope-bar.tsx";

const PAGES = [
  { to: "/insights/funnels", name: "Funnels" },
  { to: "/insights/paths", name: "Paths" },
  { to: "/insights/heatmap", name: "Heatmap" },
  { to: "/insights/pages", name: "Pages" },
  { to: "/insights/errors", name: "Errors" },
  { to: "/insights/friction", name: "Friction" },
] as const;

/** Title, tabs and the choice of sessions, which stays from tab to tab. */
export function InsightsLayout() {
  const scope = readScope(useSearch({ strict: false }));
  const navigate = useNavigate();
  return (
    <main className={classes["page"]}>
      <Title order={1} fz="xl">
        Insights
      </Title>
      <nav className={classes["tabs"]} aria-label="Insights">
        {PAGES.map(({ to, name }) => (
          <Link key={to} to={to} search={scope} className={classes["tab"]} activeOptions={{ includeSearch: false }}>
            {name}
          </Link>
        ))}
      </nav>
      <ScopeBar
        scope={scope}
        change={(changed) =>
          void navigate({
            to: ".",
            search: (before: Record<string, unknown>) => {
              const { q: _q, last: _last, ...rest } = before;
              return { ...rest, ...readScope({ ...before, ...changed }) };
            },
            replace: true,
          })
        }
      />
      <Outlet />
    </main>
  );
}
