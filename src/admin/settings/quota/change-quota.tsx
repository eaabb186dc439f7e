import { Button, Group, Modal, NumberInput, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../failure.tsx";
import type { Usage } from "../../../protocol/settings.schema.ts";
import { api } from "../../api.ts";
import { queryClient } from "../../query-client.ts";
import { plainText } from "../field-problem.ts";
import { refreshSettings } from "../use-settings.ts";
import { Card } from "../card.tsx";

const MAX_SESSIONS = 1_000_000_000;

function number(value: number): string {
  return value.toLocaleString("en");
}

/** Sets another quota. The period that is running ends with it, so it asks first. */
export function ChangeQuota({ usage }: { usage: Usage }) {
  const [value, setValue] = useState<number | string>(usage.limit);
  const [asking, setAsking] = useState(false);
  const changing = useMutation({
    mutationFn: api.changeQuota,
    onSuccess(fresh) {
      queryClient.setQueryData(["settings-usage"], fresh);
      // The policy holds the quota, too.
      void refreshSettings();
      setAsking(false);
      notifications.show({
        message: `The quota is ${number(fresh.limit)} now. A new period has begun.`,
        color: "teal",
        position: "top-right",
      });
    },
  });
  const wanted = typeof value === "number" ? value : null;
  return (
    <Card
      title="Change the quota"
      hint="A new period starts today with count 0; the running one goes to the earlier periods."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== null && wanted !== usage.limit) setAsking(true);
        }}
      >
        <Group align="end" gap="sm">
          <NumberInput
            label="Sessions in a month"
            w={220}
            min={0}
            max={MAX_SESSIONS}
            allowDecimal={false}
            thousandSeparator=","
            clampBehavior="strict"
            value={value}
            onChange={setValue}
          />
          <Button type="submit" variant="default" disabled={wanted === null || wanted === usage.limit}>
            Change
          </Button>
        </Group>
      </form>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        onExitTransitionEnd={() => changing.reset()}
        title={`Change the quota to ${number(wanted ?? 0)}?`}
        centered
      >
        <Stack gap="md">
          <Text fz="sm">
            Quota: {number(usage.limit)} → {number(wanted ?? 0)} sessions. A new period starts today with count 0: the{" "}
            {number(usage.count)} sessions of the running period no longer count.
            {wanted === 0 && " With a quota of 0 nobody is recorded."}
          </Text>
          <Failure text={changing.isError ? plainText(changing.error) : null} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button loading={changing.isPending} onClick={() => wanted !== null && changing.mutate(wanted)}>
              Start a new period
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}
