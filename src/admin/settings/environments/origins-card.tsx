import { Code, TagsInput } from "@mantine/core";
import { Card, Warning } from "../card.tsx";
import { textAt } from "../field-problem.ts";
import type { EnvironmentFormProps } from "./environment-form.ts";

/** Where pages may be recorded from. */
export function OriginsCard({ environment, problems, place, change }: EnvironmentFormProps) {
  return (
    <Card
      title="Where"
      hint={
        <>
          Only pages of these origins are recorded, so that nobody else can use your key. An origin is the beginning of
          an address, up to the host: <Code>https://shop.example.com</Code>. <Code>https://*.example.com</Code> stands
          for every subdomain, but not for example.com itself; <Code>http://localhost:*</Code> for any port.
        </>
      }
    >
      <TagsInput
        label="Allowed origins"
        description="Enter or a comma adds what you have typed."
        placeholder="https://"
        value={environment.origins}
        onChange={(origins) => change({ origins: origins.map((origin) => origin.trim()).filter(Boolean) })}
        error={textAt(problems, ...place, "origins")}
        splitChars={[",", " ", "\n"]}
        maxTags={200}
      />
      {environment.origins.length === 0 && <Warning>None allowed: nobody is recorded.</Warning>}
    </Card>
  );
}
