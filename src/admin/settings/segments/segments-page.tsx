import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { EVERYONE, type Policy, type Segment } from "../../../protocol/policy.schema.ts";
import { capital } from "../field-problem.ts";
import { PageHead } from "../page-head.tsx";
import classes from "../settings.module.css";
import { WithSettings } from "../with-settings.tsx";
import { andText } from "../words/list-text.ts";
import { EVERYONE_NAME, usersOf, valueNames } from "../words/names.ts";
import { ruleSentence } from "../words/rule-sentence.ts";
import { DeleteSegment } from "./delete-segment.tsx";

function Users({ names }: { names: readonly string[] }) {
  return names.length > 0 ? andText(names) : <span className="faint">No environment</span>;
}

function Row({ segment, policy, remove }: { segment: Segment; policy: Policy; remove: (segment: Segment) => void }) {
  const { id, name, rule } = segment;
  return (
    <tr>
      <th scope="row">
        <Link to="/settings/segments/$id" params={{ id }} className={classes["cover"]}>
          {name}
        </Link>
        <span className={classes["rowNow"]}>{capital(ruleSentence(rule, valueNames(policy)))}</span>
      </th>
      <td data-label="Used by">
        <Users names={usersOf(policy, id)} />
      </td>
      <td className={classes["actions"]}>
        <Tooltip label={`Delete ${name}`}>
          <ActionIcon variant="subtle" color="gray" aria-label={`Delete ${name}`} onClick={() => remove(segment)}>
            <IconTrash size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  );
}

function List({ policy }: { policy: Policy }) {
  const [removing, setRemoving] = useState<Segment | null>(null);
  return (
    <>
      <table className={classes["table"]}>
        <thead>
          <tr>
            <th scope="col">Segment</th>
            <th scope="col">Used by</th>
            <th scope="col" className={classes["actions"]}>
              <span className={classes["hidden"]}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              {EVERYONE_NAME}
              <span className={classes["rowNow"]}>Every visitor. It is always there.</span>
            </th>
            <td data-label="Used by">
              <Users names={usersOf(policy, EVERYONE)} />
            </td>
            <td className={classes["actions"]} />
          </tr>
          {policy.segments.map((segment) => (
            <Row key={segment.id} segment={segment} policy={policy} remove={setRemoving} />
          ))}
        </tbody>
      </table>
      <DeleteSegment segment={removing} policy={policy} close={() => setRemoving(null)} />
    </>
  );
}

export function SegmentsPage() {
  return (
    <>
      <PageHead
        title="Segments"
        action={
          <Button
            size="xs"
            component={Link}
            to="/settings/segments/new"
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            Add a segment
          </Button>
        }
      >
        A segment is a group of visitors, described by a rule. On its own it does nothing: an environment records the
        segments that are chosen there, and leaves out those it excludes.
      </PageHead>
      <WithSettings>{({ policy }) => <List policy={policy} />}</WithSettings>
    </>
  );
}
