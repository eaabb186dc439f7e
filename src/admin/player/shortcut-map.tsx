import { Kbd, Modal } from "@mantine/core";
import { Fragment } from "react";
import classes from "./panel.module.css";
import { SHORTCUTS } from "./shortcuts.ts";

export function ShortcutMap({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keyboard shortcuts" centered size="sm">
      <dl className={classes["keys"]}>
        {SHORTCUTS.map(({ keys, does }) => (
          <Fragment key={does}>
            <dt>{keys.map((key) => (key === "…" ? <span key={key}>…</span> : <Kbd key={key}>{key}</Kbd>))}</dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
