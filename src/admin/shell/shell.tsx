import { Link, Outlet } from "@tanstack/react-router";
import { AccountMenu } from "./account-menu.tsx";
import { Logo } from "./logo.tsx";
import { Mentions } from "./mentions.tsx";
import { QuotaBanner } from "./quota-banner.tsx";
import { SchemeToggle } from "./scheme-toggle.tsx";
import classes from "./shell.module.css";
import { useMe } from "./use-me.ts";

/** The bar at the top and the page under it. */
export function Shell() {
  const permissions = useMe()?.permissions ?? [];
  const maySet = permissions.includes("settings");
  return (
    <div className={classes["shell"]}>
      <header className={classes["header"]}>
        <Link to="/" className={classes["home"]} aria-label="Playhead: start">
          <Logo />
        </Link>
        <nav className={classes["nav"]} aria-label="Main">
          {permissions.includes("view") && (
            <Link to="/sessions" className={classes["link"]}>
              Sessions
            </Link>
          )}
          {permissions.includes("view") && (
            <Link to="/insights" className={classes["link"]}>
              Insights
            </Link>
          )}
          {permissions.includes("activity") && (
            <Link to="/activity" className={classes["link"]}>
              Activity
            </Link>
          )}
          {maySet && (
            <Link to="/settings" className={classes["link"]}>
              Settings
            </Link>
          )}
        </nav>
        <span className={classes["right"]}>
          {permissions.includes("view") && <Mentions />}
          <SchemeToggle />
          <AccountMenu />
        </span>
      </header>
      {maySet && <QuotaBanner />}
      <div className={classes["body"]} data-scroll-restoration-id="body" id="scroller">
        <Outlet />
      </div>
    </div>
  );
}
