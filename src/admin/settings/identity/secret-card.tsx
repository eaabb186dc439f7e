import { Button, Code, Group, Text } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api.ts";
import { Card } from "../card.tsx";
import { Copy } from "../copy-button.tsx";
import { Failure } from "../failure.tsx";
import { plainText } from "../field-problem.ts";
import classes from "../settings.module.css";
import { RenewSecret } from "./renew-secret.tsx";

/** What stands for a secret that is not shown. */
const HIDDEN = "•".repeat(32);

/** The secret that the site signs with: hidden until somebody asks for it. */
export function SecretCard({ secretVersion, signed }: { secretVersion: number; signed: boolean }) {
  const [shown, setShown] = useState(false);
  const [renewing, setRenewing] = useState(false);
  const secret = useQuery({
    queryKey: ["settings-identity-secret", secretVersion],
    queryFn: api.identitySecret,
    // Reading it is in the activity log: only when somebody wants to see it, and kept no longer than this page is open.
    enabled: shown,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const text = shown ? secret.data?.secret : undefined;
  return (
    <Card
      title="Identity secret"
      hint="Your server signs user ids with it. Keep it on the server, never in a page. Each look at it is in the activity log."
    >
      <div className={classes["snippet"]}>
        <Code
          bg="transparent"
          fz="xs"
          className={classes["snippetCode"]}
          tabIndex={0}
          aria-label={text === undefined ? "The secret, hidden" : "The secret"}
        >
          {text ?? HIDDEN}
        </Code>
        <Group gap="xs" wrap="nowrap">
          {text !== undefined && <Copy text={text} what="secret" />}
          <Button
            size="xs"
            variant="default"
            leftSection={shown ? <IconEyeOff size={14} aria-hidden /> : <IconEye size={14} aria-hidden />}
            loading={shown && secret.isFetching}
            onClick={() => (shown && secret.isError ? void secret.refetch() : setShown(!shown))}
          >
            {text === undefined ? "Reveal" : "Hide"}
          </Button>
        </Group>
      </div>
      <Failure text={shown && secret.isError ? plainText(secret.error) : null} mb="sm" />
      <Group justify="space-between" gap="sm">
        <Text fz="sm" className="faint">
          Secret number {secretVersion}
        </Text>
        <Button size="xs" variant="default" c="red" onClick={() => setRenewing(true)}>
          Make another secret
        </Button>
      </Group>
      <RenewSecret opened={renewing} signed={signed} close={() => setRenewing(false)} renewed={() => setShown(false)} />
    </Card>
  );
}
