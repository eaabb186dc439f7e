import { SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import type { ConsentSettings } from "../../../protocol/policy.schema.ts";
import { previewChoices, previewOf, type PreviewChoice } from "./preview-choice.ts";
import classes from "./consent.module.css";

/** The purpose as visitors see it before anything is written. */
const NO_PURPOSE = "Without a purpose visitors read only the switch.";

function Switch({ on }: { on: boolean }) {
  return <span className={classes["track"]} data-on={on || undefined} aria-hidden="true" />;
}

/** The picture of `<playhead-consent>` as visitors find it; nothing in it can be operated. */
function Picture({ consent, choice }: { consent: ConsentSettings; choice: PreviewChoice }) {
  const { allowed, state, at } = previewOf(consent, choice);
  return (
    <div className={classes["picture"]} data-testid="consent-preview">
      <div className={classes["line"]}>
        <strong>Record my visits</strong>
        <Switch on={allowed} />
      </div>
      <p className={classes["state"]}>
        {state}
        {at && <span>{at}</span>}
      </p>
      {consent.purpose.trim() !== "" && <p className={classes["purpose"]}>{consent.purpose.trim()}</p>}
      {consent.noticeUrl.trim() !== "" && <p className={classes["notice"]}>Privacy notice</p>}
      {consent.erasure && <span className={classes["erase"]}>Delete what you have of me</span>}
    </div>
  );
}

/** What visitors will see with the text as it is being edited, in each state they can find the switch in. */
export function ConsentPreview({ consent, recording }: { consent: ConsentSettings; recording: boolean }) {
  const [chosen, setChosen] = useState<PreviewChoice>("unset");
  const choices = previewChoices(consent);
  const choice = choices.some(({ value }) => value === chosen) ? chosen : "unset";
  return (
    <section className={classes["preview"]} aria-label="What visitors see">
      <Text fz="sm" fw={600} aria-hidden="true">
        What visitors see
      </Text>
      {recording ? (
        <>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label="In which state the visitor finds it"
            data={choices}
            value={choice}
            onChange={(value) => setChosen(value as PreviewChoice)}
          />
          <Picture consent={consent} choice={choice} />
          {consent.purpose.trim() === "" && <p className={classes["hint"]}>{NO_PURPOSE}</p>}
          <p className={classes["hint"]}>Your pages set font, colours and words of it.</p>
        </>
      ) : (
        <p className={classes["nothing"]}>Nothing: recording as a whole is off, so visitors are shown no switch.</p>
      )}
    </section>
  );
}
