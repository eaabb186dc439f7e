import { Badge, Button, Group } from "@mantine/core";
import { useState } from "react";
import type { OwnAccount } from "../../protocol/account.schema.ts";
import { Card } from "../settings/card.tsx";
import { Failure } from "../settings/failure.tsx";
import { plainText } from "../settings/field-problem.ts";
import { ROLE_NAMES } from "../settings/words/role-words.ts";
import classes from "./account.module.css";
import { MakeTenant } from "./make-tenant.tsx";
import { useTenantChoice } from "./use-tenant-choice.ts";

/** The tenants one belongs to; opening another one changes what the whole admin shows. */
export function TenantsCard({ account }: { account: OwnAccount }) {
  const choice = useTenantChoice();
  const [making, setMaking] = useState(false);
  return (
    <Card title="Tenants" hint="Each tenant has its own recordings, settings and members.">
      {account.tenants.length === 0 && (
        <p className="faint">You belong to no tenant. An owner of one can invite you.</p>
      )}
      <ul className={classes["rows"]} aria-label="Tenants">
        {account.tenants.map(({ id, name, region, role, current }) => (
          <li key={id} className={classes["row"]}>
            <span className={classes["rowText"]}>
              <span>{name}</span>
              <span className="faint">
                {ROLE_NAMES[role]} · {region.toUpperCase()}
              </span>
            </span>
            {current ? (
              <Badge variant="light" radius="sm" tt="none">
                Open now
              </Badge>
            ) : (
              <Button size="xs" variant="default" loading={choice.isPending} onClick={() => choice.mutate(id)}>
                Open {name}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Failure text={choice.isError ? plainText(choice.error) : null} />
      {account.signUp && (
        <Group>
          <Button size="xs" variant="default" onClick={() => setMaking(true)}>
            Make a tenant
          </Button>
        </Group>
      )}
      <MakeTenant opened={making} close={() => setMaking(false)} />
    </Card>
  );
}
