import { Link, Outlet } from "@tanstack/react-router";
import { AccountMenu } from "./account-menu.tsx";
import { Logo } from "./logo.tsx";
import { QuotaBanner } from "./quota-banner.tsx";
import { SchemeToggle } from "./scheme-toggle.tsx";
import classes from "./shell.module.css";
import { useMe } from "./use-me.ts";

function ActivityLink() {
  return useMe()?.permissions.includes("activity") ? (
    <Link to="/activity" className={classes["link"]}>
      Activity
    </Link>
  ) : null;
}

function SettingsLink() {
  return useMe()?.permissions.includes("settings") ? (
    <Link to="/settings" className={classes["link"]}>
      Settings
    </Link>
  ) : null;
}

/** The bar at the top and the page under it. */
export function Shell() {
  const maySet = useMe()?.permissions.includes("settings") ?? false;
  return (
    <div className={classes["shell"]}>
      <header className={classes["header"]}>
        <Link to="/sessions" className={classes["home"]} aria-label="Playhead: sessions">
          <Logo />
        </Link>
        <nav className={classes["nav"]} aria-label="Main">
          <Link to="/sessions" className={classes["link"]}>
            Sessions
          </Link>
          <ActivityLink />
          <SettingsLink />
        </nav>
        <span className={classes["right"]}>
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
