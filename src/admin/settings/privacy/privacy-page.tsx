import { Anchor, Switch } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { PrivacySettings } from "../../../protocol/privacy/privacy.schema.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Card, Now } from "../card.tsx";
import { newId } from "../new-id.ts";
import { PageHead } from "../page-head.tsx";
import { SaveBar } from "../save-bar.tsx";
import { usePolicyDraft } from "../use-policy-draft.ts";
import { WithSettings } from "../with-settings.tsx";
import { privacyNow } from "../words/privacy-words.ts";
import { ApplyCard } from "./apply-card.tsx";
import type { Marks } from "./marks.ts";
import { ModeCard } from "./mode-card.tsx";
import { PagesCard } from "./pages-card.tsx";
import { PreviewCard } from "./preview-card.tsx";
import { RulesCard } from "./rules-card.tsx";
import { VisitorCard } from "./visitor-card.tsx";

function QuarantineCard({ on, change }: { on: boolean; change: (part: Partial<PrivacySettings>) => void }) {
  return (
    <Card
      title="When secrets are found"
      hint={
        <>
          Card numbers, bank accounts, e-mail addresses, keys and tokens that got past the rules are taken out before
          anything is stored. How many, and where, is shown with each of the{" "}
          <Anchor component={Link} to="/sessions" fz="sm">
            sessions
          </Anchor>
          .
        </>
      }
    >
      <Switch
        label="Hold such sessions back"
        description="Only owners and admins can play them, until one of them has looked and releases them. Holds for what is found from now on."
        checked={on}
        onChange={({ currentTarget }) => change({ quarantine: currentTarget.checked })}
      />
    </Card>
  );
}

function Editor({ settings }: { settings: Settings }) {
  const draft = usePolicyDraft(settings);
  const { privacy } = draft.policy;
  const { session = "", selector } = useSearch({ from: "/signed-in/settings/privacy" });
  const [counts, setCounts] = useState<Marks["counts"]>(new Map());
  const begun = useRef(false);
  const change = (part: Partial<PrivacySettings>) =>
    draft.edit((policy) => ({ ...policy, privacy: { ...policy.privacy, ...part } }));
  useEffect(() => {
    // The inspector asks for a rule: it is begun here, once.
    if (selector === undefined || begun.current) return;
    begun.current = true;
    const id = newId(
      "rule",
      privacy.rules.map((rule) => rule.id),
    );
    change({ rules: [...privacy.rules, { id, selector, treatment: "mask" }] });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is asked for does not change while the page is open
  }, [selector]);
  return (
    <>
      <Now>{privacyNow(settings.policy.privacy)}</Now>
      <ModeCard saved={settings.policy.privacy} privacy={privacy} change={change} />
      <RulesCard privacy={privacy} problems={draft.problems} counts={counts} change={change} />
      <PreviewCard rules={privacy.rules} chosen={session} counted={setCounts} />
      <PagesCard privacy={privacy} problems={draft.problems} change={change} />
      <VisitorCard privacy={privacy} change={change} />
      <QuarantineCard on={privacy.quarantine} change={change} />
      <ApplyCard environments={settings.policy.environments} unsaved={draft.changed} />
      <SaveBar draft={draft} />
    </>
  );
}

export function PrivacyPage() {
  return (
    <>
      <PageHead title="Privacy">
        What of your pages and visitors is recorded, and what never is. Holds for all environments, for sessions that
        are recorded from now on, and for stored ones when you apply it to them.
      </PageHead>
      <WithSettings>{(settings) => <Editor settings={settings} />}</WithSettings>
    </>
  );
}
