import { Badge } from "@mantine/core";
import {
  IconBug,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconDeviceTablet,
  IconDevices,
  IconHandClick,
  IconMoodAngry,
  IconShieldHalf,
  IconPinFilled,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { SessionRow } from "../../protocol/api.schema.ts";
import { hostOf, pathOf, shortId } from "../format/address.ts";
import { countryName, flag } from "../format/place.ts";
import { absoluteText, relativeText } from "../format/time.ts";
import { countText } from "../settings/words/list-text.ts";
import { LEVEL_SHORT_NAMES, levelReason } from "../settings/words/level-words.ts";
import classes from "./sessions.module.css";

export function Started({ row, now }: { row: SessionRow; now: number }) {
  return (
    <time dateTime={new Date(row.startedAt).toISOString()} title={absoluteText(row.startedAt)} className="number">
      {relativeText(row.startedAt, now)}
    </time>
  );
}

export function LiveMark() {
  return (
    <span className={classes["live"]}>
      <span className="live-dot" aria-hidden="true" />
      Live
    </span>
  );
}

/** Who it was, as far as the site has said; an anonymous visitor by whom they were later or before. */
export function Person({ row }: { row: SessionRow }) {
  if (row.user)
    return (
      <span className="cut" title={row.user}>
        {row.user}
      </span>
    );
  return (
    <span className={classes["two"]} title={`Anonymous visitor ${row.visitor}`}>
      <span className={classes["visitor"]}>visitor {shortId(row.visitor)}</span>
      {row.knownAs && (
        <span className="faint cut" title={`In this or another session the same visitor signed in as ${row.knownAs}`}>
          known as {row.knownAs}
        </span>
      )}
    </span>
  );
}

/** At which level it was collected, when there is no picture; why is its hint. */
export function Level({ row }: { row: SessionRow }) {
  if (row.level === "playback") return null;
  return (
    <Badge
      variant="default"
      size="xs"
      radius="sm"
      tt="none"
      className={classes["level"]}
      title={`Collected at ${LEVEL_SHORT_NAMES[row.level]}, without a picture. ${levelReason(row)}`}
    >
      {LEVEL_SHORT_NAMES[row.level]}
    </Badge>
  );
}

/** That it is kept beyond its retention, and why. */
export function Pinned({ row: { pinReason } }: { row: SessionRow }) {
  if (pinReason === null || pinReason === undefined) return null;
  const text = `Pinned: ${pinReason}`;
  return <IconPinFilled size={13} className={classes["pin"] ?? ""} title={text} aria-label={text} role="img" />;
}

/** How many secrets were taken out of it; the inspector says which. Held back: not to be played by everybody. */
export function Redactions({ row }: { row: SessionRow }) {
  if (row.redactions === 0) return null;
  const found = `${countText(row.redactions, "secret was", "secrets were")} taken out before it was stored. See what.`;
  return (
    <>
      <Link
        to="/sessions/$id/inspect"
        params={{ id: row.id }}
        hash="redactions"
        className={classes["shield"]}
        title={found}
        aria-label={found}
      >
        <IconShieldHalf size={14} stroke={1.8} aria-hidden />
        <span className="number">{row.redactions}</span>
      </Link>
      {row.quarantine === "held" && (
        <span className={classes["held"]} title="Only owners and admins can play it, until one of them releases it">
          held back
        </span>
      )}
    </>
  );
}

export function Entry({ row }: { row: SessionRow }) {
  return (
    <span className={classes["two"]} title={row.entryUrl}>
      <span className="cut">{pathOf(row.entryUrl) || "/"}</span>
      <span className={classes["below"]}>
        {row.tags?.map((tag) => (
          <span key={tag} className={classes["tag"]}>
            {tag}
          </span>
        ))}
        <span className="faint cut">{row.title || hostOf(row.entryUrl)}</span>
      </span>
    </span>
  );
}

const TROUBLE = [
  { key: "errors", Icon: IconBug, words: ["script error", "script errors"] },
  { key: "rages", Icon: IconMoodAngry, words: ["rage click", "rage clicks"] },
  { key: "deads", Icon: IconHandClick, words: ["dead click", "dead clicks"] },
] as const;

/** What went wrong in it, each with its number. */
export function Signals({ row }: { row: SessionRow }) {
  return (
    <span className={classes["troubles"]}>
      {TROUBLE.map(({ key, Icon, words }) => {
        const text = countText(row[key], words[0], words[1]);
        return row[key] > 0 ? (
          <span key={key} className={classes["trouble"]} data-kind={key} title={text} aria-label={text} role="img">
            <Icon size={15} stroke={1.7} aria-hidden />
            <span className="number">{row[key]}</span>
          </span>
        ) : null;
      })}
    </span>
  );
}

export function Place({ row }: { row: SessionRow }) {
  if (!row.country) return <span className="faint">unknown</span>;
  const name = countryName(row.country);
  return (
    <span className={classes["place"]} title={[row.city, name].filter(Boolean).join(", ")}>
      <span aria-hidden="true">{flag(row.country)}</span>
      <span className="cut">{name}</span>
    </span>
  );
}

export function Browser({ row }: { row: SessionRow }) {
  return (
    <span className={classes["two"]} title={[row.browser, row.browserVersion, row.os].filter(Boolean).join(" ")}>
      <span className="cut">
        {row.browser ?? "unknown"} <span className="faint number">{row.browserVersion?.split(".")[0] ?? ""}</span>
      </span>
      <span className="faint cut">{row.os ?? ""}</span>
    </span>
  );
}

const DEVICES = {
  desktop: IconDeviceDesktop,
  mobile: IconDeviceMobile,
  tablet: IconDeviceTablet,
  other: IconDevices,
} as const;

export function Device({ device }: { device: SessionRow["device"] }) {
  const Icon = DEVICES[device];
  return (
    <span className={classes["device"]}>
      <Icon size={17} stroke={1.6} aria-hidden />
      <span className={classes["deviceName"]}>{device}</span>
    </span>
  );
}
