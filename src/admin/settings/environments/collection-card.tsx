import { Badge, NumberInput, Radio, Stack, Switch, TextInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { includesLevel, LEVELS, lowerLevel, type CollectionLevel } from "../../../protocol/levels.ts";
import { LIMITS, SECOND_MS } from "../../../protocol/limits.ts";
import type { Environment } from "../../../protocol/policy.schema.ts";
import { Card, Warning } from "../card.tsx";
import { textAt } from "../field-problem.ts";
import { LEVEL_NAMES, LEVEL_SENTENCES } from "../words/level-words.ts";
import type { EnvironmentFormProps } from "./environment-form.ts";

const MAX_MINIMUM_SECONDS = LIMITS.bufferMs / SECOND_MS;

function LevelField({ environment, policy, problems, place, change }: EnvironmentFormProps) {
  const { level } = environment;
  const { maxLevel } = policy;
  return (
    <div>
      <Radio.Group
        label="Level"
        description="Each level includes the ones before it."
        value={level}
        onChange={(value) => change({ level: value as CollectionLevel })}
        error={textAt(problems, ...place, "level")}
      >
        <Stack gap={10} mt={8}>
          {LEVELS.map((each) => {
            const locked = !includesLevel(maxLevel, each);
            return (
              <Radio
                key={each}
                value={each}
                disabled={locked}
                label={
                  locked ? (
                    <>
                      {LEVEL_NAMES[each]}{" "}
                      <Badge
                        size="xs"
                        variant="light"
                        color="gray"
                        tt="none"
                        radius="sm"
                        leftSection={<IconLock size={10} aria-hidden />}
                      >
                        locked by the platform's owner
                      </Badge>
                    </>
                  ) : (
                    LEVEL_NAMES[each]
                  )
                }
                description={LEVEL_SENTENCES[each]}
              />
            );
          })}
        </Stack>
      </Radio.Group>
      {lowerLevel(level, maxLevel) !== level && (
        <Warning>
          {LEVEL_NAMES[level]} is set here, but the platform's owner allows {LEVEL_NAMES[maxLevel]} at most: that is in
          force.
        </Warning>
      )}
    </div>
  );
}

/** When playback starts; the other levels start at once. */
function StartFields({ environment, problems, place, change }: EnvironmentFormProps) {
  const { method, minDurationSeconds, buffer } = environment;
  return (
    <>
      <Radio.Group
        label="Playback starts"
        value={method}
        onChange={(value) => change({ method: value as Environment["method"] })}
        error={textAt(problems, ...place, "method")}
      >
        <Stack gap={10} mt={6}>
          <Radio value="automatic" label="Automatic" description="As soon as a page with the snippet is opened." />
          <Radio
            value="manual"
            label="Manual"
            description="When the page calls playhead.start(), for example where a problem shows. Until then the visit is collected at dxa."
          />
        </Stack>
      </Radio.Group>
      <Switch
        label="Keep the minute before recording begins"
        description="The page keeps the last 60 seconds in its memory. They are sent along when playhead.start() is called or a segment's condition becomes true; else they are never sent."
        checked={buffer}
        onChange={({ currentTarget }) => change({ buffer: currentTarget.checked })}
      />
      <NumberInput
        label="Minimum duration"
        description={`Shorter visits are not recorded and not counted. What happens until then waits in the page's memory. 0 records all; ${MAX_MINIMUM_SECONDS} is the most.`}
        maw={420}
        min={0}
        max={MAX_MINIMUM_SECONDS}
        allowDecimal={false}
        suffix=" seconds"
        clampBehavior="strict"
        value={minDurationSeconds}
        onChange={(value) => typeof value === "number" && change({ minDurationSeconds: value })}
        error={textAt(problems, ...place, "minDurationSeconds")}
      />
    </>
  );
}

/** What is collected, and when it starts. */
export function CollectionCard(form: EnvironmentFormProps) {
  const { environment, policy, problems, place, change } = form;
  return (
    <Card title="What is collected">
      <Stack gap="lg">
        <TextInput
          label="Name"
          maw={360}
          maxLength={64}
          value={environment.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          error={textAt(problems, ...place, "name")}
        />
        <LevelField {...form} />
        {lowerLevel(environment.level, policy.maxLevel) === "playback" && <StartFields {...form} />}
      </Stack>
    </Card>
  );
}
