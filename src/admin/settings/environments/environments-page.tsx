import { Badge, Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Environment, Policy } from "../../../protocol/policy.schema.ts";
import { PageHead } from "../page-head.tsx";
import classes from "../settings.module.css";
import { WithSettings } from "../with-settings.tsx";
import { environmentNow } from "../words/environment-now.ts";
import { lowerLevel } from "../../../protocol/levels.ts";
import { LEVEL_NAMES } from "../words/level-words.ts";
import { andText } from "../words/list-text.ts";
import { segmentName } from "../words/names.ts";
import { AddEnvironment } from "./add-environment.tsx";
import { WholeOff } from "./whole-off.tsx";

function Row({ environment, policy }: { environment: Environment; policy: Policy }) {
  const { id, name, method, segments, origins, keys } = environment;
  const level = lowerLevel(environment.level, policy.maxLevel);
  const { records, text } = environmentNow(environment, policy);
  const working = keys.filter(({ revokedAt }) => revokedAt === null).length;
  return (
    <tr>
      <th scope="row">
        <Link to="/settings/environments/$id" params={{ id }} className={classes["cover"]}>
          {name}
        </Link>
        <span className={classes["rowNow"]} data-warns={!records || undefined}>
          {text}
        </span>
      </th>
      <td data-label="Level">
        <Badge variant="light" color={level === "off" ? "gray" : "ink"} tt="none" radius="sm">
          {LEVEL_NAMES[level]}
        </Badge>
      </td>
      <td data-label="Method">{method === "manual" ? "Manual" : "Automatic"}</td>
      <td data-label="Segments">
        {segments.length > 0 ? andText(segments.map((segment) => segmentName(policy, segment))) : "None"}
      </td>
      <td data-label="Origins" className={classes["count"]}>
        {origins.length}
      </td>
      <td data-label="Working keys" className={classes["count"]}>
        {working}
      </td>
    </tr>
  );
}

function List({ policy }: { policy: Policy }) {
  return (
    <table className={classes["table"]}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Level</th>
          <th scope="col">Method</th>
          <th scope="col">Segments</th>
          <th scope="col" className={classes["count"]}>
            Origins
          </th>
          <th scope="col" className={classes["count"]}>
            Keys
          </th>
        </tr>
      </thead>
      <tbody>
        {policy.environments.map((environment) => (
          <Row key={environment.id} environment={environment} policy={policy} />
        ))}
      </tbody>
    </table>
  );
}

export function EnvironmentsPage() {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHead
        title="Environments"
        action={
          <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            Add an environment
          </Button>
        }
      >
        An environment is a part of your site with keys of its own, such as production or test. It says what is
        collected there, and of whom.
      </PageHead>
      <WithSettings>
        {(settings) => (
          <>
            <WholeOff policy={settings.policy} />
            {settings.policy.environments.length > 0 ? (
              <List policy={settings.policy} />
            ) : (
              <p className={classes["empty"]}>There is no environment, so nobody is recorded. Add the first one.</p>
            )}
            <AddEnvironment settings={settings} opened={adding} close={() => setAdding(false)} />
          </>
        )}
      </WithSettings>
    </>
  );
}
