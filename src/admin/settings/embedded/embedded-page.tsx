import { Code, Stack, Switch, TagsInput } from "@mantine/core";
import type { FrameSettings } from "../../../protocol/policy.schema.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Card, Now, Warning } from "../card.tsx";
import { textAt, type FieldProblem } from "../field-problem.ts";
import { PageHead } from "../page-head.tsx";
import { SaveBar } from "../save-bar.tsx";
import { usePolicyDraft } from "../use-policy-draft.ts";
import { WithSettings } from "../with-settings.tsx";
import { embeddedNow } from "../words/frame-words.ts";

interface OriginsProps {
  name: keyof FrameSettings;
  label: string;
  hint: string;
  frames: FrameSettings;
  problems: readonly FieldProblem[];
  change: (part: Partial<FrameSettings>) => void;
}

function Origins({ name, label, hint, frames, problems, change }: OriginsProps) {
  return (
    <TagsInput
      label={label}
      description={`${hint} Enter or a comma adds what you have typed.`}
      placeholder={frames[name].length === 0 ? "https://" : ""}
      value={frames[name]}
      onChange={(origins) => change({ [name]: origins.map((origin) => origin.trim()).filter(Boolean) })}
      error={textAt(problems, "frames", name)}
      splitChars={[",", " ", "\n"]}
      maxTags={100}
    />
  );
}

function Editor({ settings }: { settings: Settings }) {
  const draft = usePolicyDraft(settings);
  const { privacy, frames } = draft.policy;
  const change = (part: Partial<FrameSettings>) =>
    draft.edit((policy) => ({ ...policy, frames: { ...policy.frames, ...part } }));
  const lists = { frames, problems: draft.problems, change };
  return (
    <>
      <Now>{embeddedNow(settings.policy)}</Now>
      <Card
        title="Canvases"
        hint="What a page draws on a canvas is a picture: charts, maps, games. No rule can look inside of it, so rules hide a canvas whole."
      >
        <Switch
          label="Record canvases as pictures"
          description="Up to four small pictures a second while something is drawn and the canvas is on the screen. Counts for pages opened from now on; off counts at once."
          checked={privacy.canvas}
          onChange={({ currentTarget: { checked: canvas } }) =>
            draft.edit((policy) => ({ ...policy, privacy: { ...policy.privacy, canvas } }))
          }
        />
        {privacy.canvas && privacy.mode === "content_free" && (
          <Warning>Makes no difference now: the privacy mode records no content at all.</Warning>
        )}
        {privacy.canvas && privacy.mode === "explicit" && (
          <Warning>Only canvases that a privacy rule with “Show” names are recorded.</Warning>
        )}
      </Card>
      <Card
        title="Frames of other origins"
        hint={
          <>
            A page inside a frame of another origin can only be seen by its own recorder: both pages have to carry it,
            and both sides have to be named, each in its own settings. <Code>https://*.example.com</Code> stands for
            every subdomain. Frames of your page&apos;s own origin are always recorded.
          </>
        }
      >
        <Stack gap="lg">
          <Origins
            name="children"
            label="Frames that your pages take in"
            hint="Origins of the pages in frames. What they show becomes part of the recording of the page around them."
            {...lists}
          />
          <Origins
            name="parents"
            label="Pages that may have yours"
            hint="Origins of the pages around. When a page of yours is in a frame of one of them, its recording is given to that page as well."
            {...lists}
          />
        </Stack>
      </Card>
      <SaveBar draft={draft} />
    </>
  );
}

export function EmbeddedPage() {
  return (
    <>
      <PageHead title="Canvases and frames">
        What is on your pages and is not part of their text: drawings, and pages of other origins in frames.
      </PageHead>
      <WithSettings>{(settings) => <Editor settings={settings} />}</WithSettings>
    </>
  );
}
