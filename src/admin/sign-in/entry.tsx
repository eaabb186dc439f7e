import { Center, Group, Paper, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Logo } from "../shell/logo.tsx";
import classes from "./entry.module.css";

/** The frame of the pages that are there before somebody is signed in. */
export function Entry({ children, below }: { children: ReactNode; below?: ReactNode }) {
  return (
    <Center mih="100%" p="md" className={classes["entry"]!}>
      <Stack w="100%" maw={400} gap="lg">
        <Group justify="center">
          <Logo size="lg" />
        </Group>
        <Paper withBorder p="xl" radius="lg" bg="var(--surface)" component="main">
          {children}
        </Paper>
        {below}
      </Stack>
    </Center>
  );
}
