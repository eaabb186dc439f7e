import { Select, Stack, TagsInput } from "@mantine/core";
import { CONSOLE_LEVELS, NETWORK_LEVELS, type SignalSettings } from "../../../protocol/policy.schema.ts";
import { Card } from "../card.tsx";
import { textAt, type FieldProblem } from "../field-problem.ts";
import { capital, CONSOLE_NAMES, NETWORK_NAMES } from "../words/signal-words.ts";

interface Props {
  signals: SignalSettings;
  bodyFields: string[];
  problems: readonly FieldProblem[];
  change: (part: Partial<SignalSettings>) => void;
  keepFields: (names: string[]) => void;
}

/** What is collected of the console and of requests. */
export function ScriptsCard({ signals, bodyFields, problems, change, keepFields }: Props) {
  return (
    <Card
      title="Console and requests"
      hint="Errors of scripts, web vitals and long tasks are always among the signals."
    >
      <Stack gap="lg">
        <Select
          label="Of the console"
          description="Texts lose quoted parts, numbers and names; of objects only that there was one is kept."
          maw={480}
          allowDeselect={false}
          data={CONSOLE_LEVELS.map((value) => ({ value, label: capital(CONSOLE_NAMES[value]) }))}
          value={signals.console}
          onChange={(value) => value && change({ console: value as SignalSettings["console"] })}
          error={textAt(problems, "signals", "console")}
        />
        <Select
          label="Of requests"
          description="The browser notes address, kind, times, size and status. For more, fetch and XMLHttpRequest are wrapped in the page."
          maw={480}
          allowDeselect={false}
          data={NETWORK_LEVELS.map((value) => ({ value, label: capital(NETWORK_NAMES[value]) }))}
          value={signals.network}
          onChange={(value) => value && change({ network: value as SignalSettings["network"] })}
          error={textAt(problems, "signals", "network")}
        />
        {signals.network === "full" && (
          <TagsInput
            label="Fields of bodies whose values are kept"
            description="Names; item* stands for all that begin so. Of all other fields only the name is kept, and never the value of a password, token or card."
            placeholder={bodyFields.length === 0 ? "none" : ""}
            maw={480}
            value={bodyFields}
            onChange={(names) => keepFields(names.map((name) => name.trim()).filter(Boolean))}
            error={textAt(problems, "privacy", "bodyFields")}
            splitChars={[",", " ", "\n"]}
            maxTags={100}
          />
        )}
      </Stack>
    </Card>
  );
}
