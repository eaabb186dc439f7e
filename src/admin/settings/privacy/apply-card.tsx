import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ApplyProgress } from "../../../protocol/privacy/apply.schema.ts";
import { queryClient } from "../../query-client.ts";
import { Card } from "../card.tsx";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import { isUnderWay } from "../words/apply-words.ts";
import { readApply } from "./apply-api.ts";
import { NEW_FORM, requestOf, type ApplyForm } from "./apply-form.ts";
import { ApplyState } from "./apply-progress.tsx";
import { ConfirmApply } from "./confirm-apply.tsx";

const KEY = ["settings-privacy-apply"];

/** While it runs, how it stands is asked for so often. */
const EVERY_MS = 2_000;

interface Props {
  environments: readonly { id: string; name: string }[];
  /** Whether there are changes that are not saved: only what is saved is applied. */
  unsaved?: boolean;
}

/** Applies the saved privacy settings to sessions that were recorded before. */
export function ApplyCard({ environments, unsaved = false }: Props) {
  const [form, setForm] = useState<ApplyForm>({ ...NEW_FORM, environment: environments[0]?.id ?? "" });
  const [fault, setFault] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const progress = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => readApply(signal),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? EVERY_MS : false),
  });
  const keep = (next: ApplyProgress) => queryClient.setQueryData(KEY, next);
  const change = (part: Partial<ApplyForm>) => {
    setForm({ ...form, ...part });
    setFault(null);
  };
  const wanted = requestOf(form);
  const busy = progress.data !== undefined && isUnderWay(progress.data);
  return (
    <Card
      title="Apply to stored sessions"
      hint="Rules hold for new visits from the moment they are saved. Here they can be applied to sessions that were recorded before: what they hide is taken out of the recordings for good."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if ("fault" in wanted) setFault(wanted.fault);
          else setAsking(true);
        }}
      >
        <Stack gap="sm">
          <Group align="end" gap="sm">
            <NativeSelect
              label="Sessions"
              value={form.kind}
              onChange={({ currentTarget }) => change({ kind: currentTarget.value as ApplyForm["kind"] })}
              data={[
                { value: "all", label: "All of them" },
                { value: "environment", label: "Of one environment" },
                { value: "sessions", label: "These only" },
              ]}
            />
            {form.kind === "environment" && (
              <NativeSelect
                label="Environment"
                value={form.environment}
                onChange={({ currentTarget }) => change({ environment: currentTarget.value })}
                data={environments.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
            <TextInput
              type="date"
              label="From (optional)"
              value={form.from}
              onChange={({ currentTarget }) => change({ from: currentTarget.value })}
            />
            <TextInput
              type="date"
              label="To (optional)"
              value={form.to}
              onChange={({ currentTarget }) => change({ to: currentTarget.value })}
            />
          </Group>
          {form.kind === "sessions" && (
            <Textarea
              label="Session ids, one a line"
              autosize
              minRows={2}
              maxRows={8}
              value={form.sessions}
              onChange={({ currentTarget }) => change({ sessions: currentTarget.value })}
            />
          )}
          <Failure text={fault ?? (progress.isError ? plainText(progress.error) : null)} />
          <Group>
            <Button type="submit" variant="default" disabled={busy || unsaved || progress.isPending}>
              {unsaved ? "Save the settings first" : "Apply…"}
            </Button>
          </Group>
        </Stack>
      </form>
      {progress.data && <ApplyState progress={progress.data} changed={keep} />}
      <ConfirmApply
        request={"fault" in wanted ? null : wanted}
        opened={asking}
        close={() => setAsking(false)}
        started={keep}
      />
    </Card>
  );
}
