import { Button, Code, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../failure.tsx";
import type { Environment } from "../../../protocol/policy.schema.ts";
import { api } from "../../api.ts";
import { dateText } from "../../format/time.ts";
import { Card, Warning } from "../card.tsx";
import { plainText } from "../field-problem.ts";
import classes from "../settings.module.css";
import { Snippet } from "../snippet.tsx";
import { keepSettings } from "../use-settings.ts";
import { Copy } from "../copy-button.tsx";
import { RevokeKey } from "./revoke-key.tsx";

type Key = Environment["keys"][number];

function KeyRow({ item, revoke }: { item: Key; revoke: (key: string) => void }) {
  const { key, createdAt, revokedAt } = item;
  return (
    <li className={classes["key"]} data-revoked={revokedAt !== null || undefined}>
      <span className={classes["keyText"]}>
        <Code bg="transparent" p={0} fz="xs" className={classes["keyCode"]}>
          {key}
        </Code>
        <span className="faint">
          {revokedAt === null ? `Made ${dateText(createdAt)}` : `Revoked ${dateText(revokedAt)}`}
        </span>
      </span>
      {revokedAt === null && (
        <Group gap="xs" wrap="nowrap">
          <Copy text={key} what="key" />
          <Button size="xs" variant="default" c="red" onClick={() => revoke(key)}>
            Revoke
          </Button>
        </Group>
      )}
    </li>
  );
}

/** The line for the pages, and the keys. What is done here is done at once. */
export function KeysCard({ environment }: { environment: Environment }) {
  const [revoking, setRevoking] = useState<string | null>(null);
  const adding = useMutation({ mutationFn: () => api.addKey(environment.id), onSuccess: keepSettings });
  const working = environment.keys.filter(({ revokedAt }) => revokedAt === null);
  const newest = working.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  const rows = environment.keys.toSorted(
    (a, b) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null) || b.createdAt - a.createdAt,
  );
  const snippet = `<script async src="${location.origin}/playhead.js" data-key="${newest?.key}"></script>`;
  return (
    <Card
      title="Keys"
      hint="A key tells which environment a page belongs to. It is public: anybody can see it in the page, and it gives access to nothing. Making and revoking keys takes effect at once, without Save."
    >
      {newest ? (
        <Snippet title="Put this line into your pages, before the end of the head" code={snippet} what="line" />
      ) : (
        <Warning>There is no key that works: nobody is recorded. Make one.</Warning>
      )}
      <ul className={classes["keys"]} aria-label="Keys">
        {rows.map((item) => (
          <KeyRow key={item.key} item={item} revoke={setRevoking} />
        ))}
      </ul>
      <Failure text={adding.isError ? plainText(adding.error) : null} mb="sm" />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        loading={adding.isPending}
        onClick={() => adding.mutate()}
      >
        Make a new key
      </Button>
      <RevokeKey
        environment={environment}
        revoking={revoking}
        close={() => setRevoking(null)}
        last={working.length === 1}
      />
    </Card>
  );
}
