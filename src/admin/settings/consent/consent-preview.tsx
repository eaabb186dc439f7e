import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { ConsentSettings } from "../../../protocol/policy.schema.ts";
import { CONSENT_WORDS } from "../../../protocol/consent-words.ts";
import { previewChoices, previewOf, type PreviewChoice } from "./preview-choice.ts";
import classes from "./consent.module.css";

function chosenAt(): string {
  return new Date().toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" });
}

/** The picture of `<playhead-consent>` as visitors find it, in the same order; nothing in it can be operated. */
function Picture({ consent, choice }: { consent: ConsentSettings; choice: PreviewChoice }) {
  const { allowed, state, chosen } = previewOf(consent, choice);
  const purpose = consent.purpose.trim();
  return (
    <div className={classes["picture"]} data-testid="consent-preview">
      <div className={classes["line"]}>
        <strong>{CONSENT_WORDS.label}</strong>
        <span className={classes["track"]} data-on={allowed || undefined} aria-hidden="true" />
      </div>
      <p>{state}</p>
      {purpose !== "" && (
        <p className={classes["purpose"]} dir="auto">
          {purpose}
        </p>
      )}
      {/^https?:/.test(consent.noticeUrl.trim()) && <p className={classes["notice"]}>{CONSENT_WORDS["notice-text"]}</p>}
      {chosen && (
        <p className={classes["time"]}>
          {CONSENT_WORDS["time-text"]} {chosenAt()}
        </p>
      )}
      {consent.erasure && <span className={classes["erase"]}>{CONSENT_WORDS["erase-text"]}</span>}
    </div>
  );
}

/** What visitors will see with the text as it is being edited, in each state they can find the switch in. */
export function ConsentPreview({ consent, recording }: { consent: ConsentSettings; recording: boolean }) {
  const [asked, setAsked] = useState<PreviewChoice>("unset");
  const choices = previewChoices(consent);
  const choice = choices.find(({ value }) => value === asked)?.value ?? "unset";
  return (
    <section className={classes["preview"]} aria-label="What visitors see">
      <NativeSelect
        label="What a visitor sees"
        data={choices}
        value={choice}
        disabled={!recording}
        onChange={({ currentTarget }) => setAsked(currentTarget.value as PreviewChoice)}
      />
      {recording ? (
        <>
          <Picture consent={consent} choice={choice} />
          {consent.purpose.trim() === "" && (
            <p className={classes["hint"]}>There is no purpose yet: visitors read only whether they are recorded.</p>
          )}
          <p className={classes["hint"]}>Your pages can give it their own words, colours and font.</p>
        </>
      ) : (
        <p className={classes["nothing"]}>Nothing: recording as a whole is off, so visitors are shown no switch.</p>
      )}
    </section>
  );
}
