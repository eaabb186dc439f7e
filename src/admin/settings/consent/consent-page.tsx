import { Badge, Radio, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { LIMITS } from "../../../protocol/limits.ts";
import type { ConsentSettings } from "../../../protocol/policy.schema.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Card, Note, Now } from "../card.tsx";
import { capital, textAt } from "../field-problem.ts";
import { PageHead } from "../page-head.tsx";
import { SaveBar } from "../save-bar.tsx";
import { Snippet } from "../snippet.tsx";
import classes from "../settings.module.css";
import { usePolicyDraft, type PolicyDraft } from "../use-policy-draft.ts";
import { WithSettings } from "../with-settings.tsx";
import { consentNow, isOtherText, recordingChange, textChangeEffect } from "../words/consent-words.ts";
import { ConsentPreview } from "./consent-preview.tsx";

const PURPOSE_CHARS = 2_000;

const API = `// What the switch says now
const state = await playhead.consent.get();
// The visitor has chosen, on a switch of your own
await playhead.consent.set(true);
// Called now and on every change, also from other tabs
const stop = playhead.consent.subscribe((state) => { /* … */ });
// Deletes everything about this visitor
await playhead.consent.erase();`;

interface Part {
  draft: PolicyDraft;
  saved: ConsentSettings;
  change: (part: Partial<ConsentSettings>) => void;
}

function WholeCard({ draft, was }: { draft: PolicyDraft; was: boolean }) {
  const { recording } = draft.policy;
  const effect = recordingChange(was, recording);
  return (
    <Card title="Recording as a whole" hint="Your own switch, above all environments and all choices of visitors.">
      <Switch
        label={recording ? "Recording is on" : "Recording is off"}
        checked={recording}
        onChange={({ currentTarget }) => {
          const on = currentTarget.checked;
          draft.edit((policy) => ({ ...policy, recording: on }));
        }}
      />
      {effect && <Note>{effect}</Note>}
    </Card>
  );
}

function ChoiceCard({ draft, change }: Part) {
  const { unset, gpc } = draft.policy.consent;
  return (
    <Card
      title="Visitors who have not chosen"
      hint="Who has said yes or no is treated accordingly, whatever is set here."
    >
      <Stack gap="lg">
        <Radio.Group
          aria-label="Visitors who have not chosen"
          value={unset}
          onChange={(value) => change({ unset: value as ConsentSettings["unset"] })}
        >
          <Stack gap={10}>
            <Radio
              value="refuse"
              label="Are not recorded before they say yes"
              description="Show them the switch, or ask in your own banner."
            />
            <Radio
              value="allow"
              label="Are recorded until they say no"
              description="Whether you may do that depends on the law where your visitors are."
            />
          </Stack>
        </Radio.Group>
        <Switch
          label="Honour Global Privacy Control"
          description={
            unset === "allow"
              ? "A browser that sends Sec-GPC: 1 has said no, unless the visitor has said yes here."
              : "Makes no difference now: without a yes nobody is recorded anyway."
          }
          checked={gpc}
          onChange={({ currentTarget }) => change({ gpc: currentTarget.checked })}
        />
      </Stack>
    </Card>
  );
}

function TextCard({ draft, saved, change }: Part) {
  const { consent } = draft.policy;
  const other = isOtherText(saved, consent);
  return (
    <Card
      title={
        <>
          What visitors read{" "}
          <Badge variant="light" color={other ? "orange" : "gray"} tt="none" radius="sm" ml={4}>
            {other ? `Version ${saved.version} → ${saved.version + 1}` : `Version ${saved.version}`}
          </Badge>
        </>
      }
      hint="A yes counts for the version it was given to. Changing the purpose or the notice makes another version."
    >
      <div className={classes["withPreview"]}>
        <Stack gap="md">
          <Textarea
            label="Purpose"
            description={`What the recording is for, in plain words. ${consent.purpose.length.toLocaleString("en")} of ${PURPOSE_CHARS.toLocaleString("en")} characters.`}
            placeholder="We record how this site is used, to find what is broken or hard to use. What you type is never recorded."
            autosize
            minRows={4}
            maxRows={14}
            maxLength={PURPOSE_CHARS}
            value={consent.purpose}
            onChange={({ currentTarget }) => change({ purpose: currentTarget.value })}
            error={textAt(draft.problems, "consent", "purpose")}
          />
          <TextInput
            label="Address of your privacy notice"
            description="https only. Empty: no link is shown."
            placeholder="https://www.example.com/privacy"
            inputMode="url"
            maxLength={LIMITS.urlChars}
            value={consent.noticeUrl}
            onChange={({ currentTarget }) => change({ noticeUrl: currentTarget.value })}
            error={textAt(draft.problems, "consent", "noticeUrl")}
          />
          <Switch
            label="Visitors may have everything deleted"
            description="Adds a button that deletes all sessions of the visitor at once. It cannot be taken back."
            checked={consent.erasure}
            onChange={({ currentTarget }) => change({ erasure: currentTarget.checked })}
          />
        </Stack>
        <ConsentPreview consent={consent} recording={draft.policy.recording} />
      </div>
      {other && (
        <Note>
          Saving makes version {saved.version + 1} of the text: {textChangeEffect(consent.unset)}.
        </Note>
      )}
    </Card>
  );
}

function PagesCard() {
  return (
    <Card
      title="On your pages"
      hint="Put the switch where visitors look for it: into the privacy page, the footer or your banner. The snippet of the environment has to be on the page as well."
    >
      <Snippet title="The switch" code="<playhead-consent></playhead-consent>" what="line" />
      <Snippet title="Or a switch of your own, with the same effect" code={API} what="lines" />
    </Card>
  );
}

function Editor({ settings }: { settings: Settings }) {
  const draft = usePolicyDraft(settings);
  const { policy } = settings;
  const part: Part = {
    draft,
    saved: policy.consent,
    change: (change) => draft.edit((now) => ({ ...now, consent: { ...now.consent, ...change } })),
  };
  return (
    <>
      <Now warns={!policy.recording}>{capital(consentNow(policy))}</Now>
      <WholeCard draft={draft} was={policy.recording} />
      <ChoiceCard {...part} />
      <TextCard {...part} />
      <PagesCard />
      <SaveBar draft={draft} />
    </>
  );
}

export function ConsentPage() {
  return (
    <>
      <PageHead title="Consent">
        Whether anybody is recorded at all, and what visitors decide themselves with a switch of their own.
      </PageHead>
      <WithSettings>{(settings) => <Editor settings={settings} />}</WithSettings>
    </>
  );
}
