import { Alert, Button, Checkbox, Group, Modal, NativeSelect, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { ACCOUNT_LIMITS } from "../../../protocol/limits.ts";
import type { MadeKey } from "../../../protocol/members.schema.ts";
import { PERMISSIONS, type Permission } from "../../../protocol/permissions.ts";
import { useMe } from "../../shell/use-me.ts";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { membersApi } from "../members/members-api.ts";
import { Snippet } from "../snippet.tsx";
import { useSettings } from "../use-settings.ts";
import { PERMISSION_NAMES } from "../words/role-words.ts";
import { useKeyChange } from "./use-keys.ts";

/** What a key of one environment may do: the rest is about the whole tenant. */
const ENVIRONMENT_SCOPES: ReadonlySet<Permission> = new Set(["view", "export", "delete", "share", "annotate"]);

const LIVES = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: String(ACCOUNT_LIMITS.keyDays), label: "A year" },
];

function Made({ made, close }: { made: MadeKey; close: () => void }) {
  return (
    <Stack gap="sm">
      <Snippet title={`The key “${made.key.name}”`} code={made.secret} what="key" />
      <Alert color="orange" variant="light" py="xs">
        It is not shown again. Whoever has it can do what it may do: keep it like a password.
      </Alert>
      <Snippet
        title="Try it"
        code={`curl -H "Authorization: Bearer ${made.secret}" ${location.origin}/api/me`}
        what="line"
      />
      <Group justify="end">
        <Button onClick={close}>Done</Button>
      </Group>
    </Stack>
  );
}

/** Makes a key and shows it once. */
export function MakeKey({ opened, close }: { opened: boolean; close: () => void }) {
  const own = useMe()?.permissions ?? [];
  const environments = useSettings().data?.policy.environments ?? [];
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(["view"]);
  const [environment, setEnvironment] = useState("");
  const [days, setDays] = useState("90");
  const [made, setMade] = useState<MadeKey | null>(null);
  const offered = PERMISSIONS.filter(
    (permission) => own.includes(permission) && (environment === "" || ENVIRONMENT_SCOPES.has(permission)),
  );
  const chosen = offered.filter((permission) => scopes.includes(permission));
  const make = useKeyChange(async () =>
    setMade(
      await membersApi.makeKey({
        name: name.trim(),
        scopes: chosen,
        environment: environment === "" ? null : environment,
        days: Number(days),
      }),
    ),
  );
  const leave = () => {
    close();
    setMade(null);
    setName("");
    setScopes(["view"]);
    make.reset();
  };
  return (
    <Modal opened={opened} onClose={leave} title="Make an API key" centered size="lg" closeOnClickOutside={!made}>
      {made ? (
        <Made made={made} close={leave} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate(undefined);
          }}
        >
          <Stack gap="md">
            <TextInput
              label="What it is for"
              placeholder="Nightly export"
              value={name}
              maxLength={ACCOUNT_LIMITS.nameChars}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              data-autofocus
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
              <NativeSelect
                label="Sessions of"
                value={environment}
                onChange={({ currentTarget }) => setEnvironment(currentTarget.value)}
                data={[
                  { value: "", label: "All environments" },
                  ...environments.map((one) => ({ value: one.id, label: one.name })),
                ]}
              />
              <NativeSelect
                label="Works for"
                value={days}
                onChange={({ currentTarget }) => setDays(currentTarget.value)}
                data={LIVES}
              />
            </SimpleGrid>
            <Checkbox.Group label="What it may do" value={chosen} onChange={setScopes}>
              <Stack gap={8} mt={6}>
                {offered.map((permission) => (
                  <Checkbox key={permission} value={permission} label={PERMISSION_NAMES[permission]} />
                ))}
              </Stack>
            </Checkbox.Group>
            <Failure text={make.isError ? plainText(make.error) : null} />
            <Group justify="end" gap="xs">
              <Button variant="default" onClick={leave}>
                Cancel
              </Button>
              <Button type="submit" loading={make.isPending} disabled={name.trim() === "" || chosen.length === 0}>
                Make the key
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
