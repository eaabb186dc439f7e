import type { SignalSettings } from "../../../protocol/policy.schema.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Now } from "../card.tsx";
import { PageHead } from "../page-head.tsx";
import { SaveBar } from "../save-bar.tsx";
import { usePolicyDraft } from "../use-policy-draft.ts";
import { WithSettings } from "../with-settings.tsx";
import { signalsNow } from "../words/signal-words.ts";
import { ReactionsCard } from "./reactions-card.tsx";
import { ScriptsCard } from "./scripts-card.tsx";

function Editor({ settings }: { settings: Settings }) {
  const draft = usePolicyDraft(settings);
  const { signals, privacy } = draft.policy;
  const change = (part: Partial<SignalSettings>) =>
    draft.edit((policy) => ({ ...policy, signals: { ...policy.signals, ...part } }));
  return (
    <>
      <Now>{signalsNow(settings.policy.signals)}</Now>
      <ScriptsCard
        signals={signals}
        bodyFields={privacy.bodyFields}
        problems={draft.problems}
        change={change}
        keepFields={(bodyFields) => draft.edit((policy) => ({ ...policy, privacy: { ...policy.privacy, bodyFields } }))}
      />
      <ReactionsCard signals={signals} problems={draft.problems} change={change} />
      <SaveBar draft={draft} />
    </>
  );
}

export function SignalsPage() {
  return (
    <>
      <PageHead title="Signals">
        What is collected of the page’s scripts at dxa and playback, and when clicks count as rage or dead. Everything
        passes the privacy filter first.
      </PageHead>
      <WithSettings>{(settings) => <Editor settings={settings} />}</WithSettings>
    </>
  );
}
