import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { pathOf } from "../../format/address.ts";
import { clockText } from "../../format/time.ts";
import classes from "../panel.module.css";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import panes from "./panes.module.css";
import { useSignals } from "./use-signals.ts";
import { levelFacts, levelSteps, matchingFacts, sessionFacts, traitFacts, type Fact } from "./visitor-facts.ts";

const IDENTITIES = ["identity"] as const;
const LEVELS = ["level"] as const;

function FactList({ title, facts }: { title?: string; facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <>
      {title && <h3>{title}</h3>}
      <dl className={classes["facts"]}>
        {facts.map(({ name, value, code }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={code && classes["id"]}>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Losses({ playback }: { playback: Playback }) {
  const { malformed, missing } = useStore(playback.store, ({ overview }) => overview);
  const faults = useStore(playback.store, (state) => state.faults);
  if (missing + malformed + faults === 0) return null;
  return (
    <p className={classes["losses"]}>
      {missing > 0 && <span>{missing} batches did not arrive. </span>}
      {malformed > 0 && <span>{malformed} events were malformed and are left out. </span>}
      {faults > 0 && <span>{faults} events could not be shown.</span>}
    </p>
  );
}

/** The documents of the visit; each leads to its beginning. */
function Pages({ playback, search }: { playback: Playback; search: string }) {
  const manifest = useStore(playback.store, (state) => state.manifest)!;
  const current = useStore(playback.store, (state) => state.page);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = manifest.pages.filter(({ title, url }) =>
    words.every((word) => `${title} ${url}`.toLowerCase().includes(word)),
  );
  if (shown.length === 0) return null;
  return (
    <>
      <h3>{shown.length === 1 ? "1 page" : `${shown.length} pages`}</h3>
      <ol className={classes["pages"]}>
        {shown.map(({ page, url, title, from, width, height }) => (
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
    </>
  );
}

/** Who it was, with what, what the site said of them, how much was collected and why, and the documents of the visit. */
export function VisitorPane({ playback }: { playback: Playback }) {
  const manifest = useStore(playback.store, (state) => state.manifest);
  const identities = useSignals(playback, IDENTITIES);
  const levels = useSignals(playback, LEVELS);
  const [search, setSearch] = useState("");
  const traits = useMemo(() => traitFacts(identities), [identities]);
  const steps = useMemo(() => levelSteps(levels), [levels]);
  if (!manifest) return null;
  return (
    <div className={panes["pane"]}>
      <div className={panes["tools"]}>
        <TextInput
          size="xs"
          className={panes["search"] ?? ""}
          placeholder="Filter facts"
          aria-label="Filter facts"
          data-pane-search=""
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <div className={classes["details"]} tabIndex={0} role="region" aria-label="Visitor">
        <FactList facts={matchingFacts(sessionFacts(manifest.session), search)} />
        <FactList title="What the site said" facts={matchingFacts(traits, search)} />
        <FactList title="How much was collected" facts={matchingFacts(levelFacts(manifest.session), search)} />
        {steps.length > 0 && search === "" && (
          <ol className={classes["pages"]} aria-label="Changes of level">
            {steps.map(({ at, text, why }) => (
              <li key={`${at} ${text}`}>
                <button type="button" className={classes["page"]} onClick={() => playback.seek(at)}>
                  <span className="cut">
                    {clockText(at)} · {text}
                  </span>
                  <span className="faint cut">{why}</span>
                </button>
              </li>
            ))}
          </ol>
        )}
        <Pages playback={playback} search={search} />
        <Losses playback={playback} />
      </div>
    </div>
  );
}
