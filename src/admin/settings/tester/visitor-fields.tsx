import { Group, NumberInput, SegmentedControl, Stack, Switch, TagsInput, Text } from "@mantine/core";
import { LIMITS } from "../../../protocol/limits.ts";
import type { ProbeForm } from "./probe.ts";

const CHOICES = [
  { value: "", label: "Has not chosen" },
  { value: "yes", label: "Said yes" },
  { value: "no", label: "Said no" },
];

interface Props {
  form: ProbeForm;
  /** Whether the environment's method is manual. */
  manual: boolean;
  change: (part: Partial<ProbeForm>) => void;
}

/** What the visitor has chosen and done, and what their browser can. */
export function VisitorFields({ form, manual, change }: Props) {
  return (
    <Stack gap="md">
      <div role="group" aria-label="The visitor's choice">
        <Text fz="sm" fw={500} mb={4}>
          The visitor's choice
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="The visitor's choice"
          data={CHOICES}
          value={form.consent}
          onChange={(value) => change({ consent: value as ProbeForm["consent"] })}
        />
      </div>
      <Stack gap="xs">
        <Switch
          label="The browser sends Global Privacy Control"
          checked={form.gpc}
          onChange={({ currentTarget }) => change({ gpc: currentTarget.checked })}
        />
        <Switch
          label="The browser cannot record the page"
          checked={form.unsupported}
          onChange={({ currentTarget }) => change({ unsupported: currentTarget.checked })}
        />
        {manual && (
          <Switch
            label="The page has called playhead.start()"
            checked={form.manual}
            onChange={({ currentTarget }) => change({ manual: currentTarget.checked })}
          />
        )}
      </Stack>
      <Group align="start" gap="md" grow preventGrowOverflow={false}>
        <NumberInput
          label="Visit has lasted"
          placeholder="not known"
          min={0}
          max={86_400}
          allowDecimal={false}
          suffix=" seconds"
          clampBehavior="strict"
          value={form.lastedSeconds}
          onChange={(value) => change({ lastedSeconds: typeof value === "number" ? value : "" })}
        />
        <TagsInput
          label="Tracked events"
          placeholder={form.events.length === 0 ? "checkout_failed" : ""}
          value={form.events}
          onChange={(events) => change({ events })}
          maxTags={LIMITS.startEvents}
          miw={200}
        />
      </Group>
    </Stack>
  );
}
