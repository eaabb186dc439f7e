import { Anchor, Group, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTitle } from "../shell/use-title.ts";
import classes from "./settings.module.css";

interface Props {
  title: string;
  /** What the page is for. */
  children?: ReactNode;
  /** The list that a page of one thing belongs to. */
  back?: { to: "/settings/environments" | "/settings/segments"; name: string };
  action?: ReactNode;
}

/** Title of a page and what it is for. */
export function PageHead({ title, children, back, action }: Props) {
  useTitle(title);
  return (
    <header className={classes["head"]}>
      {back && (
        <Anchor component={Link} to={back.to} fz="sm" className={classes["back"]}>
          <IconArrowLeft size={15} aria-hidden /> {back.name}
        </Anchor>
      )}
      <Group justify="space-between" align="start" gap="sm">
        <Title order={1} fz="xl">
          {title}
        </Title>
        {action}
      </Group>
      {children && (
        <Text className="faint" maw={680} mt={4}>
          {children}
        </Text>
      )}
    </header>
  );
}
