import { Stack, Switch, TagsInput } from "@mantine/core";
import type { PrivacySettings } from "../../../protocol/privacy/privacy.schema.ts";
import { Card } from "../card.tsx";
import { textAt, type FieldProblem } from "../field-problem.ts";

interface Props {
  privacy: PrivacySettings;
  problems: readonly FieldProblem[];
  change: (part: Partial<PrivacySettings>) => void;
}

/** What is kept of the addresses and titles of pages. */
export function PagesCard({ privacy: { urls, urlParameters, titles, mode }, problems, change }: Props) {
  return (
    <Card title="Addresses and titles" hint="What is in the list of sessions, and in the player above the picture.">
      <Stack gap="lg">
        <Switch
          label="Collect the addresses of pages"
          description="Host and path, without query and fragment. Off: no address and no link is stored."
          checked={urls}
          onChange={({ currentTarget }) => change({ urls: currentTarget.checked })}
        />
        <TagsInput
          label="Query parameters that are kept"
          description="Names; utm_* stands for all that begin so. Enter or a comma adds what you have typed. All others are cut off."
          placeholder={urlParameters.length === 0 ? "none" : ""}
          maw={480}
          disabled={!urls}
          value={urlParameters}
          onChange={(names) => change({ urlParameters: names.map((name) => name.trim()).filter(Boolean) })}
          error={textAt(problems, "privacy", "urlParameters")}
          splitChars={[",", " ", "\n"]}
          maxTags={100}
        />
        <Switch
          label="Collect the titles of pages"
          description={
            mode === "inputs"
              ? "Off: sessions show the path instead."
              : "Makes no difference now: titles are content, and stay hidden in this mode."
          }
          checked={titles}
          onChange={({ currentTarget }) => change({ titles: currentTarget.checked })}
        />
      </Stack>
    </Card>
  );
}
