import { Group, NumberInput } from "@mantine/core";
import { REACTIONS } from "../../../protocol/limits.ts";
import type { SignalSettings } from "../../../protocol/policy.schema.ts";
import { Card } from "../card.tsx";
import { textAt, type FieldProblem } from "../field-problem.ts";

type Bound = "rageClicks" | "rageMs" | "deadMs";

interface Props {
  signals: SignalSettings;
  problems: readonly FieldProblem[];
  change: (part: Partial<SignalSettings>) => void;
}

const FIELDS: readonly { name: Bound; label: string; min: number; max: number; suffix: string }[] = [
  { name: "rageClicks", label: "Rage: at least", min: 2, max: REACTIONS.rageClicksMax, suffix: " clicks" },
  { name: "rageMs", label: "Rage: within", min: REACTIONS.leastMs, max: REACTIONS.watchMs, suffix: " ms" },
  { name: "deadMs", label: "Dead: nothing for", min: REACTIONS.leastMs, max: REACTIONS.watchMs, suffix: " ms" },
];

/** When clicks count as rage, and when as dead. */
export function ReactionsCard({ signals, problems, change }: Props) {
  return (
    <Card
      title="Rage and dead clicks"
      hint="Each click is stored with what it changed, and judged on this server. New bounds hold for what comes from now on; for stored sessions when you apply the privacy settings to them."
    >
      <Group gap="lg" align="flex-start">
        {FIELDS.map(({ name, label, min, max, suffix }) => (
          <NumberInput
            key={name}
            label={label}
            w={170}
            min={min}
            max={max}
            step={name === "rageClicks" ? 1 : 100}
            allowDecimal={false}
            thousandSeparator=","
            clampBehavior="blur"
            suffix={suffix}
            value={signals[name]}
            onChange={(value) => typeof value === "number" && change({ [name]: value })}
            error={textAt(problems, "signals", name)}
          />
        ))}
      </Group>
    </Card>
  );
}
