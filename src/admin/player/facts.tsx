import type { ReactNode } from "react";
import type { Manifest } from "../../protocol/api.schema.ts";
import { pathOf } from "../format/address.ts";
import { countryName, flag } from "../format/place.ts";
import { absoluteText, dateText, durationText } from "../format/time.ts";
import { LEVEL_NAMES } from "../settings/words/level-words.ts";
import classes from "./panel.module.css";
import type { Playback } from "./playback.ts";
import { useStore } from "./store.ts";

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function words(...parts: (string | null)[]): string {
  return parts.filter(Boolean).join(" ");
}

function Visit({ manifest: { session } }: { manifest: Manifest }) {
  return (
    <dl className={classes["facts"]}>
      {session.user && <Fact name="User">{session.user}</Fact>}
      {!session.user && session.knownAs && <Fact name="Known as">{session.knownAs}</Fact>}
      <Fact name="Visitor">
        <span className={classes["id"]}>{session.visitor}</span>
      </Fact>
      <Fact name="Started">{absoluteText(session.startedAt)}</Fact>
      <Fact name="Duration">{durationText(session.durationMs)}</Fact>
      <Fact name="Place">
        {session.country
          ? `${flag(session.country)} ${[session.city, countryName(session.country)].filter(Boolean).join(", ")}`
          : "unknown"}
      </Fact>
      <Fact name="Browser">{words(session.browser, session.browserVersion) || "unknown"}</Fact>
      <Fact name="System">{session.os ?? "unknown"}</Fact>
      <Fact name="Device">
        <span className={classes["capital"]}>{session.device}</span>
      </Fact>
      <Fact name="Level">{LEVEL_NAMES[session.level]}</Fact>
      <Fact name="Clicks">{session.clicks}</Fact>
      <Fact name="Inputs">{session.inputs}</Fact>
      <Fact name="Kept until">{dateText(session.expiresAt)}</Fact>
      <Fact name="Session">
        <span className={classes["id"]}>{session.id}</span>
      </Fact>
    </dl>
  );
}

/** Who it was, with what, and the documents of the visit. */
export function Facts({ playback }: { playback: Playback }) {
  const manifest = useStore(playback.store, (state) => state.manifest);
  const current = useStore(playback.store, (state) => state.page);
  const { malformed, missing } = useStore(playback.store, ({ overview }) => overview);
  const faults = useStore(playback.store, (state) => state.faults);
  if (!manifest) return null;
  return (
    <div className={classes["details"]}>
      <Visit manifest={manifest} />
      <h3>{manifest.pages.length === 1 ? "1 page" : `${manifest.pages.length} pages`}</h3>
      <ol className={classes["pages"]}>
        {manifest.pages.map(({ page, url, title, from, width, height }) => (
          <li key={page}>
            <button
              type="button"
              className={classes["page"]}
              data-current={page === current ? "" : undefined}
              onClick={() => playback.seek(from - manifest.session.startedAt)}
            >
              <span className="cut">{title || pathOf(url)}</span>
              <span className="faint cut">
                {pathOf(url)}
                {width > 0 && ` · ${width}×${height}`}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {(missing > 0 || malformed > 0 || faults > 0) && (
        <p className={classes["losses"]}>
          {missing > 0 && <span>{missing} batches did not arrive. </span>}
          {malformed > 0 && <span>{malformed} events were malformed and are left out. </span>}
          {faults > 0 && <span>{faults} events could not be shown.</span>}
        </p>
      )}
    </div>
  );
}
