import { MultiSelect, NumberInput, TagsInput } from "@mantine/core";
import type { Environment } from "../../../protocol/policy.schema.ts";
import type { Comparison } from "../../../protocol/segment.schema.ts";

const DEVICES = ["desktop", "mobile", "tablet", "other"];

const HINTS: Partial<Record<Comparison["field"], { placeholder: string; known?: string[] }>> = {
  url: { placeholder: "/checkout" },
  referrer: { placeholder: "google." },
  country: { placeholder: "DE" },
  browser: { placeholder: "Chrome", known: ["Chrome", "Firefox", "Microsoft Edge", "Opera", "Safari"] },
  os: { placeholder: "Windows", known: ["Android", "Chrome OS", "iOS", "Linux", "macOS", "Windows"] },
  language: { placeholder: "de" },
  user: { placeholder: "user-1" },
  attribute: { placeholder: "pro" },
  event: { placeholder: "checkout_failed" },
};

interface Props {
  comparison: Comparison;
  label: string;
  environments: readonly Environment[];
  error: string | undefined;
  change: (values: string[]) => void;
}

/** The values of a comparison, with what suits its field. */
export function ValuesInput({ comparison, label, environments, error, change }: Props) {
  const { field, values } = comparison;
  const common = { "aria-label": label, error };
  if (field === "percentage")
    return (
      <NumberInput
        {...common}
        min={0}
        max={100}
        suffix=" %"
        clampBehavior="strict"
        value={Number(values[0] ?? 0)}
        onChange={(value) => typeof value === "number" && change([String(value)])}
      />
    );
  if (field === "device" || field === "environment") {
    const options = field === "device" ? DEVICES : environments.map(({ id, name }) => ({ value: id, label: name }));
    return (
      <MultiSelect
        {...common}
        data={options}
        value={values}
        onChange={change}
        placeholder={values.length === 0 ? "Choose" : ""}
      />
    );
  }
  const { placeholder, known = [] } = HINTS[field] ?? { placeholder: "" };
  return (
    <TagsInput
      {...common}
      data={known}
      value={values}
      onChange={(texts) => change(field === "country" ? texts.map((text) => text.toUpperCase()) : texts)}
      placeholder={values.length === 0 ? placeholder : ""}
      maxTags={50}
    />
  );
}
