import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Environment } from "../../../protocol/policy.schema.ts";
import { ApiError, api } from "../../api.ts";
import { Card } from "../card.tsx";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { freshSettings, keepSettings } from "../use-settings.ts";
import { countText } from "../words/list-text.ts";

const CONFLICT = 409;

async function remove(id: string): Promise<() => void> {
  const { version, policy } = await freshSettings();
  const environments = policy.environments.filter((environment) => environment.id !== id);
  const saved = await api.saveSettings({ version, policy: { ...policy, environments } });
  // Shown after the page of the environment has been left: it would say that there is none.
  return () => keepSettings(saved);
}

function messageOf(error: Error): string {
  return error instanceof ApiError && error.status === CONFLICT
    ? "Somebody else has changed the settings at the same moment. Try again."
    : plainText(error);
}

/** Removes an environment, after saying what stops working. */
export function RemoveCard({ environment }: { environment: Environment }) {
  const { id, name, keys } = environment;
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const removing = useMutation({
    mutationFn: remove,
    async onSuccess(show) {
      await navigate({ to: "/settings/environments", ignoreBlocker: true });
      show();
    },
  });
  const working = keys.filter(({ revokedAt }) => revokedAt === null).length;
  return (
    <Card title="Remove this environment" hint="Its keys stop working. Sessions that were recorded in it stay.">
      <Button size="xs" variant="default" c="red" onClick={() => setAsking(true)}>
        Remove {name}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        onExitTransitionEnd={() => removing.reset()}
        title={`Remove ${name}?`}
        centered
      >
        <Stack gap="sm">
          <Text fz="sm">
            Pages that carry one of its keys stop recording within seconds. Its settings are gone and cannot be brought
            back; its sessions stay until their time is over.
          </Text>
          {working > 0 && (
            <Alert color="orange" variant="light" py="xs">
              {countText(working, "key that works", "keys that work")} now will stop working.
            </Alert>
          )}
          <Failure text={removing.isError ? messageOf(removing.error) : null} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              Keep it
            </Button>
            <Button color="red" loading={removing.isPending} onClick={() => removing.mutate(id)}>
              Remove
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}
