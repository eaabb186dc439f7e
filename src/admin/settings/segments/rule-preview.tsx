import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ruleFaults } from "../../../protocol/policy-faults.ts";
import type { Condition } from "../../../protocol/segment.schema.ts";
import { api } from "../../api.ts";
import { dateText } from "../../format/time.ts";
import { plainText } from "../field-problem.ts";
import classes from "../settings.module.css";
import { previewText } from "../words/preview-words.ts";

/** Somebody who types goes on typing within it. */
const TYPING_MS = 400;

/** How the rule, as it is edited, would have divided the last visits. */
export function RulePreview({ rule }: { rule: Condition }) {
  const [settled] = useDebouncedValue(rule, TYPING_MS);
  const complete = ruleFaults([], settled).length === 0;
  const preview = useQuery({
    queryKey: ["settings-preview", settled],
    // The words belong to the rule that was asked about, which may be the one before.
    queryFn: async ({ signal }) => ({ rule: settled, result: await api.previewRule(settled, signal) }),
    enabled: complete,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const waiting = settled !== rule || preview.isPlaceholderData || preview.isFetching;
  const { data } = preview;
  return (
    <div className={classes["try"]} data-waiting={waiting || undefined}>
      <strong>Tried on earlier visits</strong>
      <p aria-live="polite" data-testid="rule-preview">
        {!complete
          ? "Fill in the conditions to see who would be in it."
          : preview.isError
            ? `It could not be tried: ${plainText(preview.error)}`
            : data
              ? previewText(data.rule, data.result)
              : "Trying the rule…"}
      </p>
      {complete && data && data.result.visits > 0 && (
        <>
          <span className={classes["tryBar"]} aria-hidden="true">
            <span style={{ flexGrow: data.result.matching }} data-part="matching" />
            <span style={{ flexGrow: data.result.unknown }} data-part="unknown" />
            <span
              style={{ flexGrow: Math.max(0, data.result.visits - data.result.matching - data.result.unknown) }}
              data-part="others"
            />
          </span>
          {data.result.since !== null && <span className="faint">Visits since {dateText(data.result.since)}</span>}
        </>
      )}
    </div>
  );
}
