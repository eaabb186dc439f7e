import { Group, MultiSelect, NumberInput, Stack, Switch } from "@mantine/core";
import { EVERYONE } from "../../../protocol/policy.schema.ts";
import { Card, Warning } from "../card.tsx";
import { textAt } from "../field-problem.ts";
import { andText } from "../words/list-text.ts";
import { EVERYONE_NAME, segmentName } from "../words/names.ts";
import type { EnvironmentFormProps } from "./environment-form.ts";

/** Who is recorded. */
export function PeopleCard({ environment, policy, problems, place, change }: EnvironmentFormProps) {
  const { segments, excludedSegments, samplePercent, mobile } = environment;
  const known = policy.segments.map(({ id, name }) => ({ value: id, label: name }));
  const gone = [...new Set([...segments, ...excludedSegments])].filter(
    (id) => id !== EVERYONE && !known.some(({ value }) => value === id),
  );
  const options = [
    { value: EVERYONE, label: EVERYONE_NAME },
    ...known,
    ...gone.map((id) => ({ value: id, label: `${id} (no such segment)` })),
  ];
  const both = segments.filter((id) => excludedSegments.includes(id));
  return (
    <Card
      title="Who"
      hint="A visitor is recorded who is in one of the recorded segments and in none of the excluded ones."
    >
      <Stack gap="lg">
        <div>
          <MultiSelect
            label="Recorded segments"
            data={options}
            value={segments}
            onChange={(chosen) => change({ segments: chosen })}
            error={textAt(problems, ...place, "segments")}
            searchable
            clearable
            nothingFoundMessage="No segment of this name"
          />
          {segments.length === 0 && <Warning>None chosen: nobody is recorded.</Warning>}
        </div>
        <div>
          <MultiSelect
            label="Excluded segments"
            description="They win: who is in one of them is never recorded."
            data={options}
            value={excludedSegments}
            onChange={(chosen) => change({ excludedSegments: chosen })}
            error={textAt(problems, ...place, "excludedSegments")}
            searchable
            clearable
            nothingFoundMessage="No segment of this name"
          />
          {excludedSegments.includes(EVERYONE) ? (
            <Warning>Everyone is excluded: nobody is recorded.</Warning>
          ) : (
            both.length > 0 && (
              <Warning>
                {andText(both.map((id) => segmentName(policy, id)))}: recorded and excluded. Excluded wins.
              </Warning>
            )
          )}
        </div>
        <Group gap="xl" align="start">
          <NumberInput
            label="Sample"
            description="How many of a hundred visitors are recorded; the same ones each time they come."
            w={300}
            min={0}
            max={100}
            suffix=" %"
            clampBehavior="strict"
            value={samplePercent}
            onChange={(value) => typeof value === "number" && change({ samplePercent: value })}
            error={textAt(problems, ...place, "samplePercent")}
          />
          <Switch
            mt={4}
            label="Phones and tablets"
            description={mobile ? "Visits from them are recorded, too." : "Visits from them are not recorded."}
            checked={mobile}
            onChange={({ currentTarget }) => change({ mobile: currentTarget.checked })}
          />
        </Group>
      </Stack>
    </Card>
  );
}
