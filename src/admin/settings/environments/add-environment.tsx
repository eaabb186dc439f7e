import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Failure } from "../failure.tsx";
import { newEnvironment } from "../../../protocol/new-policy.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { api } from "../../api.ts";
import { plainText } from "../field-problem.ts";
import { newId } from "../new-id.ts";
import { freshSettings, keepSettings } from "../use-settings.ts";

async function add(name: string): Promise<string> {
  // Nothing is edited here, so the newest settings are the ones to add to.
  const { version, policy } = await freshSettings();
  const id = newId(
    name,
    policy.environments.map((environment) => environment.id),
  );
  const saved = await api.saveSettings({
    version,
    policy: { ...policy, environments: [...policy.environments, newEnvironment(id, name)] },
  });
  keepSettings(saved);
  const keyless = saved.policy.environments.find((environment) => environment.id === id)?.keys.length === 0;
  // Without the key the environment is there all the same, and its page offers to make one.
  if (keyless) await api.addKey(id).then(keepSettings, (error: unknown) => console.warn("first key:", error));
  return id;
}

interface Props {
  settings: Settings;
  opened: boolean;
  close: () => void;
}

export function AddEnvironment({ settings, opened, close }: Props) {
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const adding = useMutation({
    mutationFn: add,
    onSuccess: (id) => navigate({ to: "/settings/environments/$id", params: { id } }),
  });
  const text = name.trim();
  const taken = settings.policy.environments.some((environment) => environment.name === text);
  return (
    <Modal opened={opened} onClose={close} title="Add an environment" centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text !== "" && !taken) adding.mutate(text);
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            placeholder="Staging"
            maxLength={64}
            data-autofocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={taken ? "There is an environment of this name" : undefined}
          />
          <Text fz="sm" className="faint">
            It gets a key and starts with the level off: nobody is recorded until its page says at which level, where
            and whom.
          </Text>
          <Failure text={adding.isError ? plainText(adding.error) : null} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={adding.isPending} disabled={text === "" || taken}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
