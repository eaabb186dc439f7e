import { Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Region } from "../../protocol/regions.ts";
import { accountApi } from "../account/account-api.ts";
import { TenantFields } from "../account/tenant-fields.tsx";
import { beginAnew } from "../account/use-tenant-choice.ts";
import { api } from "../api.ts";
import { Failure } from "../settings/failure.tsx";
import { plainText } from "../settings/field-problem.ts";
import { useTitle } from "../shell/use-title.ts";
import { Entry } from "./entry.tsx";
import { PersonFields, personFaults } from "./person-fields.tsx";

const NOBODY = { name: "", email: "", password: "" };

/** Makes an account and its tenant, where the deployment lets everybody do that. */
export function SignUpPage() {
  useTitle("Sign up");
  const config = useQuery({ queryKey: ["config"], queryFn: ({ signal }) => api.config(signal), staleTime: Infinity });
  const [person, setPerson] = useState(NOBODY);
  const [tenant, setTenant] = useState("");
  const [region, setRegion] = useState<Region>("eu");
  const [tried, setTried] = useState(false);
  const faults = personFaults(person);
  const signUp = useMutation({ mutationFn: accountApi.signUp, onSuccess: () => beginAnew("/settings/environments") });
  const below = (
    <Text ta="center" fz="sm">
      <Anchor component={Link} to="/sign-in" fz="sm">
        Sign in instead
      </Anchor>
    </Text>
  );
  if (config.data && !config.data.signUp)
    return (
      <Entry below={below}>
        <Title order={1} fz="lg">
          Signing up is closed
        </Title>
        <Text mt="xs">Ask an owner of a tenant for an invitation.</Text>
      </Entry>
    );
  return (
    <Entry below={below}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!faults && tenant.trim() !== "")
            signUp.mutate({ ...person, email: person.email.trim(), tenant: { name: tenant.trim(), region } });
        }}
      >
        <Stack gap="md">
          <Title order={1} fz="lg">
            Sign up
          </Title>
          <Failure text={signUp.isError ? plainText(signUp.error) : null} />
          <PersonFields value={person} faults={tried ? faults : null} onChange={setPerson} />
          <TenantFields name={tenant} region={region} onName={setTenant} onRegion={setRegion} />
          {tried && tenant.trim() === "" && <Failure text="The tenant needs a name." />}
          <Button type="submit" loading={signUp.isPending} fullWidth mt={4}>
            Sign up
          </Button>
        </Stack>
      </form>
    </Entry>
  );
}
