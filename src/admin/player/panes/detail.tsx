import { ActionIcon, Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy, IconLink, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { momentAddress } from "../moment-address.ts";
import classes from "./panes.module.css";

/** Copies a text, and says so. */
export function CopyText({ text, label, icon }: { text: string; label: string; icon?: ReactNode }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={copied ? <IconCheck size={13} /> : (icon ?? <IconCopy size={13} />)}
          onClick={copy}
        >
          {copied ? "Copied" : label}
        </Button>
      )}
    </CopyButton>
  );
}

/** More of one row, under the list. `at`: the moment that its link leads to. */
export function Detail({
  title,
  at,
  close,
  tools,
  children,
}: {
  title: string;
  at: number;
  close: () => void;
  tools?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      className={classes["detail"]}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <div className={classes["detailHead"]}>
        <h3 className="cut" title={title}>
          {title}
        </h3>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Close the details" onClick={close}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      <div className={classes["detailTools"]}>
        <CopyText text={momentAddress(location, at)} label="Copy link" icon={<IconLink size={13} />} />
        {tools}
      </div>
      <div className={classes["detailBody"]} tabIndex={0} role="region" aria-label={`Details of ${title}`}>
        {children}
      </div>
    </section>
  );
}

/** Names and values. */
export function Fields({ title, fields }: { title?: string; fields: readonly (readonly [string, ReactNode])[] }) {
  if (fields.length === 0) return null;
  return (
    <>
      {title && <h4>{title}</h4>}
      <dl className={classes["fields"]}>
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Text of a recording as it is: a stack, a body. */
export function Verbatim({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h4>{title}</h4>
      <pre className={classes["verbatim"]}>{text}</pre>
    </>
  );
}
