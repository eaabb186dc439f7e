import { CloseButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useUsage } from "../settings/quota/use-usage.ts";
import { quotaNotice } from "../settings/words/quota-words.ts";
import classes from "./shell.module.css";

/** Visits are let in all the time; a warning may be a few minutes late. */
const REFRESH_MS = 5 * 60_000;

/** Warns who may change it that the quota or the byte budget is nearly or wholly used. Can be put away until it says something else. */
export function QuotaBanner() {
  const usage = useUsage({ everyMs: REFRESH_MS }).data;
  const { pathname } = useLocation();
  const [away, setAway] = useState("");
  const notice = usage ? quotaNotice(usage) : null;
  // The page of the quota says it in full.
  if (!notice || away === notice.text || pathname.startsWith("/settings/quota")) return null;
  return (
    <div className={classes["banner"]} data-full={notice.full || undefined} role="status">
      <IconAlertTriangle size={15} aria-hidden />
      <span>
        {notice.text} <Link to="/settings/quota">See the quota</Link>
      </span>
      <CloseButton size="sm" aria-label="Put this notice away" onClick={() => setAway(notice.text)} />
    </div>
  );
}
