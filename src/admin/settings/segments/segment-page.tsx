import { TextInput } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { Policy, Segment } from "../../../protocol/policy.schema.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Card, Now } from "../card.tsx";
import { textAt } from "../field-problem.ts";
import { newId } from "../new-id.ts";
import { PageHead } from "../page-head.tsx";
import { SaveBar } from "../save-bar.tsx";
import classes from "../settings.module.css";
import { usePolicyDraft } from "../use-policy-draft.ts";
import { WithSettings } from "../with-settings.tsx";
import { andText } from "../words/list-text.ts";
import { usersOf, valueNames } from "../words/names.ts";
import { ruleSentence } from "../words/rule-sentence.ts";
import { blankRule, replaced } from "./rule-edit.ts";
import { RuleEditor } from "./rule-editor.tsx";
import { RulePreview } from "./rule-preview.tsx";

const BACK = { to: "/settings/segments", name: "Segments" } as const;
const NEW = "new";

function usedText(policy: Policy, id: string): string {
  const users = usersOf(policy, id);
  return users.length > 0
    ? `${andText(users)} ${users.length === 1 ? "uses" : "use"} this segment, so a change of the rule changes who is recorded there.`
    : "No environment uses this segment, so changing it changes nothing in who is recorded.";
}

/** Edits the segment at `index`; one past the last is a new one, which joins the policy with its first change. */
function Editor({ settings, index }: { settings: Settings; index: number }) {
  const navigate = useNavigate();
  const saved = settings.policy.segments[index];
  const draft = usePolicyDraft(settings, () => void navigate({ to: BACK.to, ignoreBlocker: true }));
  const segment: Segment = draft.policy.segments[index] ?? { id: NEW, name: "", rule: blankRule() };
  const sentence = ruleSentence(segment.rule, valueNames(draft.policy));

  function change(part: Partial<Segment>): void {
    draft.edit((policy) => {
      const others = policy.segments.filter((_, at) => at !== index).map(({ id }) => id);
      const next = { ...segment, ...part };
      // An id never changes once something can refer to it.
      const named = saved ? next : { ...next, id: newId(next.name, others) };
      const known = policy.segments[index] !== undefined;
      return {
        ...policy,
        segments: known ? replaced(policy.segments, index, named) : [...policy.segments, named],
      };
    });
  }

  return (
    <>
      <PageHead title={saved?.name ?? "New segment"} back={BACK} />
      <Now>
        {saved
          ? usedText(settings.policy, saved.id)
          : "The segment is not saved yet. Choose it in an environment afterwards."}
      </Now>
      <Card title="Name">
        <TextInput
          aria-label="Name of the segment"
          placeholder="Customers at the checkout"
          maw={360}
          maxLength={64}
          value={segment.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          error={textAt(draft.problems, "segments", index, "name")}
        />
      </Card>
      <Card
        title="Rule"
        hint="Upper and lower case are the same. Of several values one is enough. “matches” takes * for anything and ? for one character."
      >
        <p className={classes["sentence"]} aria-live="polite">
          A visitor is in it when {sentence}.
        </p>
        <RuleEditor
          rule={segment.rule}
          environments={draft.policy.environments}
          problems={draft.problems}
          place={["segments", index, "rule"]}
          change={(rule) => change({ rule })}
        />
        <RulePreview rule={segment.rule} />
      </Card>
      <SaveBar draft={draft} />
    </>
  );
}

export function SegmentPage() {
  const { id } = useParams({ from: "/signed-in/settings/segments/$id" });
  return (
    <WithSettings>
      {(settings) => {
        const { segments } = settings.policy;
        const index = id === NEW ? segments.length : segments.findIndex((segment) => segment.id === id);
        return index < 0 ? (
          <>
            <PageHead title="No such segment" back={BACK} />
            <p className={classes["empty"]}>It may have been deleted, or the address is mistyped.</p>
          </>
        ) : (
          <Editor key={id} settings={settings} index={index} />
        );
      }}
    </WithSettings>
  );
}
