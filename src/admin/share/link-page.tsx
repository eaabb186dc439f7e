import { Button, Loader, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError, api } from "../api.ts";
import { Logo } from "../shell/logo.tsx";
import { useTitle } from "../shell/use-title.ts";
import { LinkPlayer } from "./link-player.tsx";
import classes from "./share.module.css";

/** Errors that another password may help against. */
const LOCKED = new Set<string>(["password_required", "password_wrong", "too_many_requests"]);

function Lock({ problem, busy, open }: { problem: string | null; busy: boolean; open: (password: string) => void }) {
  const [password, setPassword] = useState("");
  return (
    <form
      className={classes["lock"]}
      onSubmit={(event) => {
        event.preventDefault();
        open(password);
      }}
    >
      <Stack gap="sm">
        <Title order={1} fz="lg">
          This recording is locked
        </Title>
        <PasswordInput
          label="Password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={problem}
          autoComplete="off"
          autoFocus
          required
        />
        <Button type="submit" loading={busy}>
          Open
        </Button>
      </Stack>
    </form>
  );
}

/** What a link opens: one session, for whoever has the link. */
export function LinkPage() {
  useTitle("Recorded session");
  const { token } = useParams({ from: "/s/$token" });
  const [password, setPassword] = useState<string>();
  const opening = useQuery({
    queryKey: ["link", token, password],
    queryFn: ({ signal }) => api.openShare(token, password, signal),
    // Each is a view, and a try of a password.
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (opening.isSuccess) return <LinkPlayer token={token} opened={opening.data} password={password} />;
  const { error, isFetching } = opening;
  const code = error instanceof ApiError ? error.code : "";
  const locked = password !== undefined || LOCKED.has(code);
  return (
    <main className={classes["page"]}>
      <Logo />
      {isFetching && !locked && <Loader size="sm" role="status" aria-label="Opening the recording" />}
      {locked && (error === null || LOCKED.has(code)) && (
        <Lock
          problem={isFetching || code === "password_required" ? null : (error?.message ?? null)}
          busy={isFetching}
          open={(given) => (given === password ? void opening.refetch() : setPassword(given))}
        />
      )}
      {error && !LOCKED.has(code) && (
        <Stack gap="xs" align="center" role="alert">
          <Title order={1} fz="lg">
            This can't be opened
          </Title>
          <Text className="faint" ta="center" maw={420}>
            {error.message}
          </Text>
        </Stack>
      )}
    </main>
  );
}
