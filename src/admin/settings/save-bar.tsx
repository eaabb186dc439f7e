import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useBlocker } from "@tanstack/react-router";
import classes from "./settings.module.css";
import type { PolicyDraft } from "./use-policy-draft.ts";

function Changes({ changes }: { changes: readonly string[] }) {
  return (
    <ul className={classes["changes"]}>
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  );
}

/** Asks before unsaved changes are left behind, within the admin and when the tab is closed. */
function LeaveGuard({ draft }: { draft: PolicyDraft }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => draft.changed && current.pathname !== next.pathname,
    enableBeforeUnload: () => draft.changed,
    withResolver: true,
  });
  return (
    <Modal opened={status === "blocked"} onClose={() => reset?.()} title="Leave without saving?" centered>
      <Stack gap="md">
        <div>
          <Text fz="sm">These changes would be lost:</Text>
          <Changes changes={draft.changes} />
        </div>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={() => proceed?.()}>
            Leave
          </Button>
          <Button onClick={() => reset?.()} data-autofocus>
            Stay here
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Conflict({ draft }: { draft: PolicyDraft }) {
  return (
    <Alert color="orange" variant="light" icon={<IconAlertCircle size={18} />} role="alert" py="xs">
      <Group justify="space-between" gap="sm">
        <Text fz="sm">
          Somebody else has changed the settings meanwhile, so nothing was saved. Load theirs, then make your changes
          again.
        </Text>
        <Button size="xs" variant="default" onClick={draft.reload} loading={draft.saving}>
          Load the new settings
        </Button>
      </Group>
    </Alert>
  );
}

/** Why it was not saved. A problem of a field is told here, too: the field may be out of view. */
function Fault({ draft }: { draft: PolicyDraft }) {
  const { problems, fault } = draft;
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const text = fault ?? (first ? `Not saved. ${first.text}${more}` : null);
  return text === null ? null : (
    <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} role="alert" py="xs">
      {text}
    </Alert>
  );
}

function WillChange({ draft }: { draft: PolicyDraft }) {
  return (
    <div className={classes["saveRow"]}>
      <div className={classes["saveText"]} role="status">
        <Text fz="xs" fw={600}>
          Will change
        </Text>
        <Changes changes={draft.changes} />
      </div>
      <Group gap="xs" wrap="nowrap">
        <Button variant="default" onClick={draft.discard} disabled={draft.saving}>
          Discard
        </Button>
        <Button onClick={draft.save} loading={draft.saving} disabled={draft.conflict}>
          Save
        </Button>
      </Group>
    </div>
  );
}

/** Appears when something differs from what is saved: says what will change, saves it or drops it. */
export function SaveBar({ draft }: { draft: PolicyDraft }) {
  return (
    <>
      <LeaveGuard draft={draft} />
      {(draft.changed || draft.fault !== null) && (
        <section className={classes["saveBar"]} aria-label="Unsaved changes">
          {draft.conflict ? <Conflict draft={draft} /> : <Fault draft={draft} />}
          {draft.changed ? (
            <WillChange draft={draft} />
          ) : (
            <Group justify="end">
              <Button variant="default" onClick={draft.discard}>
                Close
              </Button>
            </Group>
          )}
        </section>
      )}
    </>
  );
}
