import { Badge, Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { SignIns } from "../../protocol/account.schema.ts";
import { relativeText } from "../format/time.ts";
import { Card } from "../settings/card.tsx";
import { Failure } from "../settings/failure.tsx";
import { plainText } from "../settings/field-problem.ts";
import { useNow } from "../shell/use-now.ts";
import { accountApi } from "./account-api.ts";
import classes from "./account.module.css";
import { useAccountChange } from "./use-account.ts";

const MINUTE_MS = 60_000;

type SignIn = SignIns["signIns"][number];

function deviceText({ browser, os }: SignIn): string {
  return [browser, os].filter(Boolean).join(" on ") || "Unknown device";
}

/** Where one is signed in, and an end to it. */
export function SignInsCard() {
  const now = useNow(MINUTE_MS);
  const list = useQuery({ queryKey: ["sign-ins"], queryFn: ({ signal }) => accountApi.signIns(signal) });
  const end = useAccountChange(accountApi.endSignIn);
  const endOthers = useAccountChange<void>(accountApi.endOtherSignIns);
  const failed = [list, end, endOthers].find(({ isError }) => isError)?.error;
  return (
    <Card title="Where you are signed in" hint="A sign-in ends after 30 minutes without use, and after 12 hours.">
      {list.isPending && <Skeleton h={40} mb="sm" />}
      <ul className={classes["rows"]} aria-label="Sign-ins">
        {list.data?.signIns.map((signIn) => (
          <li key={signIn.id} className={classes["row"]}>
            <span className={classes["rowText"]}>
              <span>{deviceText(signIn)}</span>
              <span className="faint">
                {signIn.maskedIp ?? "Unknown network"} · since {relativeText(signIn.createdAt, now)} · last used{" "}
                {relativeText(signIn.lastAt, now)}
              </span>
            </span>
            {signIn.current ? (
              <Badge variant="light" radius="sm" tt="none">
                This one
              </Badge>
            ) : (
              <Button
                size="xs"
                variant="default"
                aria-label={`Sign out ${deviceText(signIn)}`}
                loading={end.isPending && end.variables === signIn.id}
                onClick={() => end.mutate(signIn.id)}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Failure text={failed ? plainText(failed) : null} mb="sm" />
      {(list.data?.signIns.length ?? 0) > 1 && (
        <Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
          Sign out everywhere else
        </Button>
      )}
    </Card>
  );
}
