import { NumberInput } from "@mantine/core";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Card } from "../card.tsx";
import { textAt } from "../field-problem.ts";
import { SaveBar } from "../save-bar.tsx";
import { usePolicyDraft } from "../use-policy-draft.ts";

const MAX_DAYS = 3_650;

/** How long sessions are kept. */
export function RetentionCard({ settings }: { settings: Settings }) {
  const draft = usePolicyDraft(settings);
  return (
    <>
      <Card
        title="Retention"
        hint="A session is deleted this long after its last event, unless it is pinned. A shorter time holds for stored sessions too: those that are older are deleted within the hour. A longer one holds for sessions recorded from now on."
      >
        <NumberInput
          label="Sessions are kept for"
          w={180}
          min={1}
          max={MAX_DAYS}
          allowDecimal={false}
          thousandSeparator=","
          suffix={draft.policy.retentionDays === 1 ? " day" : " days"}
          clampBehavior="strict"
          value={draft.policy.retentionDays}
          onChange={(value) =>
            typeof value === "number" && draft.edit((policy) => ({ ...policy, retentionDays: value }))
          }
          error={textAt(draft.problems, "retentionDays")}
        />
      </Card>
      <SaveBar draft={draft} />
    </>
  );
}
