import { Button, Group, Modal, NumberInput, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { QuotaChange, Usage } from "../../../protocol/settings.schema.ts";
import { api } from "../../api.ts";
import { queryClient } from "../../query-client.ts";
import { Card } from "../card.tsx";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { refreshSettings } from "../use-settings.ts";
import { countText } from "../words/list-text.ts";
import { budgetText, bytesOf, sizeText, writtenSize } from "../words/size-words.ts";
import { budgetForm, ByteBudgetField } from "./byte-budget-field.tsx";
import { USAGE_KEY } from "./use-usage.ts";

const MAX_SESSIONS = 1_000_000_000;

function number(value: number): string {
  return value.toLocaleString("en");
}

/** What would change, one sentence each; empty when nothing would. */
function changesOf(usage: Usage, wanted: QuotaChange): string[] {
  return [
    ...(wanted.sessions === usage.limit ? [] : [`Sessions: ${number(usage.limit)} → ${number(wanted.sessions)}`]),
    ...(wanted.bytes === usage.byteLimit
      ? []
      : [`Byte budget: ${budgetText(usage.byteLimit)} → ${budgetText(wanted.bytes)}`]),
  ];
}

/** Sets other bounds. The period that is running ends with it, so it asks first. */
export function ChangeQuota({ usage }: { usage: Usage }) {
  const [sessions, setSessions] = useState<number | string>(usage.limit);
  const [budget, setBudget] = useState(() =>
    budgetForm(usage.byteLimit === null ? null : writtenSize(usage.byteLimit)),
  );
  const [asking, setAsking] = useState(false);
  const changing = useMutation({
    mutationFn: api.changeQuota,
    onSuccess(fresh) {
      queryClient.setQueryData(USAGE_KEY, fresh);
      // The policy holds the quota, too.
      void refreshSettings();
      setAsking(false);
      notifications.show({
        message: `The quota is ${number(fresh.limit)} sessions now, the byte budget ${budgetText(fresh.byteLimit)}. A new period has begun.`,
        color: "teal",
        position: "top-right",
      });
    },
  });
  const { value, unit } = budget;
  const bytes = value === "" ? null : bytesOf({ value, unit });
  const wanted: QuotaChange | null = typeof sessions === "number" ? { sessions, bytes } : null;
  const changes = wanted ? changesOf(usage, wanted) : [];
  return (
    <Card
      title="Change the quota"
      hint="A new period starts today with counts of 0; the running one goes to the earlier periods. Bytes are those of recordings as they come over the wire; without a budget only sessions are bounded."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (changes.length > 0) setAsking(true);
        }}
      >
        <Group align="end" gap="sm">
          <NumberInput
            label="Sessions in a month"
            w={180}
            min={0}
            max={MAX_SESSIONS}
            allowDecimal={false}
            thousandSeparator=","
            clampBehavior="strict"
            value={sessions}
            onChange={setSessions}
          />
          <ByteBudgetField form={budget} change={setBudget} />
          <Button type="submit" variant="default" disabled={changes.length === 0}>
            Change
          </Button>
        </Group>
      </form>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        onExitTransitionEnd={() => changing.reset()}
        title="Change the quota?"
        centered
      >
        <Stack gap="md">
          <div>
            {changes.map((change) => (
              <Text fz="sm" fw={500} key={change}>
                {change}
              </Text>
            ))}
          </div>
          <Text fz="sm">
            A new period starts today with counts of 0: {countText(usage.count, "session")} and {sizeText(usage.bytes)}{" "}
            of the running period count no more.
            {wanted?.sessions === 0 && " With a quota of 0 nobody is recorded."}
            {wanted?.bytes === 0 && " With a byte budget of 0 nobody is recorded."}
          </Text>
          <Failure text={changing.isError ? plainText(changing.error) : null} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button loading={changing.isPending} onClick={() => wanted && changing.mutate(wanted)}>
              Start a new period
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}
