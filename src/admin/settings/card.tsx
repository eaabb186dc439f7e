import { Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useId, type ReactNode } from "react";
import classes from "./settings.module.css";

/** A part of a page that belongs together. */
export function Card({ title, hint, children }: { title: ReactNode; hint?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes["card"]} aria-labelledby={id}>
      <Title order={2} fz="md" id={id}>
        {title}
      </Title>
      {hint && (
        <Text fz="sm" className="faint" mt={2} maw={640}>
          {hint}
        </Text>
      )}
      <div className={classes["cardBody"]}>{children}</div>
    </section>
  );
}

/** What happens as things are. */
export function Now({ warns = false, children }: { warns?: boolean; children: ReactNode }) {
  return (
    <p className={classes["now"]} data-warns={warns || undefined}>
      <strong>Now:</strong> {children}
    </p>
  );
}

/** What saving will do. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <p className={classes["effect"]} role="status">
      {children}
    </p>
  );
}

/** What is probably not meant. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <p className={classes["warning"]} role="status">
      <IconAlertTriangle size={15} aria-hidden /> {children}
    </p>
  );
}
