import { Radio, Stack } from "@mantine/core";
import { PRIVACY_MODES, type PrivacySettings } from "../../../protocol/privacy/privacy.schema.ts";
import { Card, Note, Warning } from "../card.tsx";
import { modeEffect, MODE_WORDS } from "../words/privacy-words.ts";

interface Props {
  saved: PrivacySettings;
  privacy: PrivacySettings;
  change: (part: Partial<PrivacySettings>) => void;
}

/** How much of a page can be read where no rule says otherwise. */
export function ModeCard({ saved, privacy: { mode, rules }, change }: Props) {
  const effect = modeEffect(saved.mode, mode);
  const useless = rules.filter(({ treatment }) => treatment === "allow").length;
  return (
    <Card
      title="What of a page is recorded"
      hint="Hidden means: it never leaves the visitor's browser, and is hidden once more at the server."
    >
      <Radio.Group
        aria-label="What of a page is recorded"
        value={mode}
        onChange={(value) => change({ mode: value as PrivacySettings["mode"] })}
      >
        <Stack gap={12}>
          {PRIVACY_MODES.map((each) => (
            <Radio
              key={each}
              value={each}
              label={MODE_WORDS[each].name}
              description={
                <>
                  {MODE_WORDS[each].readable}
                  <br />
                  {MODE_WORDS[each].hidden}
                </>
              }
            />
          ))}
        </Stack>
      </Radio.Group>
      {mode === "content_free" && useless > 0 && (
        <Warning>Your rules with “Show” have no effect in this mode: its promise has no exception.</Warning>
      )}
      {mode === "explicit" && useless === 0 && (
        <Warning>No rule shows anything yet, so nothing will be readable.</Warning>
      )}
      {effect && <Note>{effect}</Note>}
    </Card>
  );
}
