import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FoundPerson, PersonRequest } from "../../../protocol/deletion.schema.ts";
import { actorText } from "../../activity/actor-text.ts";
import { deletionApi } from "../../deletion/deletion-api.ts";
import { jobText, personAsked, progressText, sessionsText } from "../../deletion/deletion-words.ts";
import { absoluteText, relativeText } from "../../format/time.ts";
import { ErrorNote } from "../../shell/error-note.tsx";
import { useNow } from "../../shell/use-now.ts";
import { Card, Warning } from "../card.tsx";
import { Failure } from "../failure.tsx";
import { PageHead } from "../page-head.tsx";
import classes from "../settings.module.css";

const MINUTE_MS = 60_000;
/** While something is being deleted it is asked so often how far it is. */
const PROGRESS_MS = 2_000;

function browsersText(count: number): string {
  return count === 1 ? "1 browser" : `${count} browsers`;
}

/** Who was found, and the button that erases them. */
function Found({ person, asked, erased }: { person: FoundPerson; asked: PersonRequest; erased: () => void }) {
  const [confirming, setConfirming] = useState(false);
  const { user, visitors, others, sessions } = person;
  const who = user === null ? "this browser" : `user ${user}`;
  const erasing = useMutation({
    mutationFn: () => deletionApi.erase(asked),
    onSuccess() {
      setConfirming(false);
      erased();
    },
  });
  return (
    <Stack gap="xs" mt="md">
      <Text>
        <strong>{sessionsText(sessions)}</strong> of {who}
        {user !== null && `, in ${browsersText(visitors.length)}`}.
      </Text>
      {others.length > 0 && (
        <Warning>
          Several users have signed in with this browser: {others.join(", ")}. Only what was recorded in it is erased;
          to erase one of them in all their browsers, look for the user id.
        </Warning>
      )}
      <Group>
        <Button color="red" variant="light" onClick={() => setConfirming(true)}>
          Erase {who}
        </Button>
      </Group>
      <Modal opened={confirming} onClose={() => setConfirming(false)} title={`Erase ${who}?`} centered>
        <Stack gap="sm">
          <Text fz="sm">
            {sessionsText(sessions)} and everything else that is known of {who} will be deleted. This cannot be undone.
            The activity log keeps that it was done, with a keyed hash instead of the name.
          </Text>
          <Failure text={erasing.isError ? erasing.error.message : null} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={() => setConfirming(false)} data-autofocus>
              Cancel
            </Button>
            <Button color="red" loading={erasing.isPending} onClick={() => erasing.mutate()}>
              Erase {sessionsText(sessions)}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}

function Jobs() {
  const now = useNow(MINUTE_MS);
  const jobs = useQuery({
    queryKey: ["deletions"],
    queryFn: ({ signal }) => deletionApi.list(signal),
    refetchInterval: ({ state }) =>
      state.data?.jobs.some(({ finishedAt }) => finishedAt === null) ? PROGRESS_MS : false,
  });
  if (jobs.isError)
    return <ErrorNote title="The deletions can't be loaded" error={jobs.error} retry={() => void jobs.refetch()} />;
  if (!jobs.data) return null;
  return (
    <Card title="Deletions" hint="The last ones: of sessions and people, and at the end of the retention.">
      {jobs.data.jobs.length === 0 ? (
        <p className={classes["empty"]}>Nothing has been deleted yet.</p>
      ) : (
        <div className={classes["scroll"]} tabIndex={0} role="region" aria-label="Deletions">
          <table className={classes["numbers"]}>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">How much</th>
                <th scope="col">Who</th>
                <th scope="col">When</th>
              </tr>
            </thead>
            <tbody>
              {jobs.data.jobs.map((job) => (
                <tr key={job.id}>
                  <th scope="row">{jobText(job)}</th>
                  <td>{progressText(job)}</td>
                  <td>{actorText({ actor: job.by, name: job.name })}</td>
                  <td title={absoluteText(job.at)}>{relativeText(job.at, now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

/** Erasing a person, and what was deleted lately. */
export function ErasePage() {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const finding = useMutation({ mutationFn: (asked: PersonRequest) => deletionApi.find(asked) });
  const [erased, setErased] = useState(false);
  return (
    <>
      <PageHead title="Erase a person">
        Deletes everything about a visitor: all their sessions, in all browsers they signed in with. Visitors can do the
        same themselves where Settings → Consent offers it.
      </PageHead>
      <Card title="Who" hint="The user id that your site gave, or the GUID of a browser as sessions show it.">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setErased(false);
            if (text.trim()) finding.mutate(personAsked(text));
          }}
        >
          <Group align="end" gap="xs">
            <TextInput
              label="User id or GUID"
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
              w={340}
              maw="100%"
              autoComplete="off"
            />
            <Button type="submit" variant="default" disabled={!text.trim()} loading={finding.isPending}>
              Find
            </Button>
          </Group>
        </form>
        <Failure text={finding.isError ? finding.error.message : null} />
        {erased ? (
          <Text mt="md" role="status">
            They are being erased; see below how far it is.
          </Text>
        ) : (
          finding.data && (
            <Found
              key={JSON.stringify(finding.variables)}
              person={finding.data}
              asked={finding.variables!}
              erased={() => {
                setErased(true);
                void client.invalidateQueries({ queryKey: ["deletions"] });
              }}
            />
          )
        )}
      </Card>
      <Jobs />
    </>
  );
}
