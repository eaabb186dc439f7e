import { Radio, Stack } from "@mantine/core";
import type { PrivacySettings } from "../../../protocol/privacy/privacy.schema.ts";
import { Card } from "../card.tsx";
import { IP_WORDS, LOCATION_WORDS } from "../words/privacy-words.ts";
import classes from "./privacy.module.css";

interface Props {
  privacy: PrivacySettings;
  change: (part: Partial<PrivacySettings>) => void;
}

/** What is kept of where a visitor is. */
export function VisitorCard({ privacy: { ip, location }, change }: Props) {
  return (
    <Card title="About the visitor" hint="The full IP address is never stored, whatever is chosen here.">
      <div className={classes["pair"]}>
        <Radio.Group label="IP address" value={ip} onChange={(value) => change({ ip: value as PrivacySettings["ip"] })}>
          <Stack gap={10} mt={8}>
            {(["masked", "none"] as const).map((each) => (
              <Radio key={each} value={each} label={IP_WORDS[each].name} description={IP_WORDS[each].means} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label="Location"
          value={location}
          onChange={(value) => change({ location: value as PrivacySettings["location"] })}
        >
          <Stack gap={10} mt={8}>
            {(["city", "country", "none"] as const).map((each) => (
              <Radio
                key={each}
                value={each}
                label={LOCATION_WORDS[each].name}
                description={LOCATION_WORDS[each].means}
              />
            ))}
          </Stack>
        </Radio.Group>
      </div>
    </Card>
  );
}
