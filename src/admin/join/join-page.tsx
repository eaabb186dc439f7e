import { Anchor, Button, Loader, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { JoinOffer } from "../../protocol/account.schema.ts";
import { accountApi } from "../account/account-api.ts";
import { beginAnew } from "../account/use-tenant-choice.ts";
import { api } from "../api.ts";
import { dateText } from "../format/time.ts";
import { Failure } from "../settings/failure.tsx";
import { plainText } from "../settings/field-problem.ts";
import { ROLE_HINTS, ROLE_NAMES } from "../settings/words/role-words.ts";
import { useTitle } from "../shell/use-title.ts";
import { Entry } from "../sign-in/entry.tsx";
import { PersonFields, personFaults } from "../sign-in/person-fields.tsx";
import { forgetJoinSecret, joinSecret, keepJoinSecret } from "./join-secret.ts";

function useJoin() {
  return useMutation({
    mutationFn: accountApi.join,
    onSuccess() {
      forgetJoinSecret();
      beginAnew();
    },
  });
}

function AsWhoIsSignedIn({ secret, email, again }: { secret: string; email: string; again: () => void }) {
  const join = useJoin();
  return (
    <Stack gap="sm">
      <Failure text={join.isError ? plainText(join.error) : null} />
      <Button loading={join.isPending} fullWidth onClick={() => join.mutate({ secret, account: null })}>
        Join as {email}
      </Button>
      <Button
        variant="default"
        fullWidth
        onClick={async () => {
          await api.signOut();
          again();
        }}
      >
        Use another account
      </Button>
    </Stack>
  );
}

function AsNewPerson({ secret }: { secret: string }) {
  const join = useJoin();
  const [person, setPerson] = useState({ name: "", email: "", password: "" });
  const [tried, setTried] = useState(false);
  const faults = personFaults(person);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!faults) join.mutate({ secret, account: { ...person, email: person.email.trim() } });
      }}
    >
      <Stack gap="md">
        <Failure text={join.isError ? plainText(join.error) : null} />
        <PersonFields value={person} faults={tried ? faults : null} onChange={setPerson} />
        <Button type="submit" loading={join.isPending} fullWidth mt={4}>
          Make the account and join
        </Button>
        <Text fz="sm" ta="center">
          You have an account?{" "}
          <Anchor href="/sign-in?to=%2Fjoin" fz="sm" onClick={() => keepJoinSecret(secret)}>
            Sign in and join
          </Anchor>
        </Text>
      </Stack>
    </form>
  );
}

function Offer({ offer, secret, again }: { offer: JoinOffer; secret: string; again: () => void }) {
  return (
    <Stack gap="md">
      <div>
        <Title order={1} fz="lg">
          Join {offer.tenant}
        </Title>
        <Text mt={4}>
          You are invited as {ROLE_NAMES[offer.role].toLowerCase()}. {ROLE_HINTS[offer.role]}
        </Text>
        <Text fz="sm" className="faint">
          The invitation works once, until {dateText(offer.expiresAt)}.
        </Text>
      </div>
      {offer.email === null ? (
        <AsNewPerson secret={secret} />
      ) : (
        <AsWhoIsSignedIn secret={secret} email={offer.email} again={again} />
      )}
    </Stack>
  );
}

/** Where the link of an invitation leads. */
export function JoinPage() {
  useTitle("Invitation");
  const [secret] = useState(joinSecret);
  const offer = useQuery({ queryKey: ["offer", secret], queryFn: () => accountApi.offer(secret), retry: false });
  return (
    <Entry>
      {offer.isPending && <Loader size="sm" role="status" aria-label="Looking at the invitation" />}
      {offer.isError && (
        <>
          <Title order={1} fz="lg">
            This invitation does not work
          </Title>
          <Text mt="xs" role="alert">
            {plainText(offer.error)}
          </Text>
        </>
      )}
      {offer.data && <Offer offer={offer.data} secret={secret} again={() => void offer.refetch()} />}
    </Entry>
  );
}
