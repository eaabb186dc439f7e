import { Kbd, Modal } from "@mantine/core";
import { Fragment } from "react";
import classes from "./panel.module.css";
import { SHORTCUTS } from "./shortcuts.ts";

/** What stands between keys that are not all named. */
const AND_SO_ON = "…";

/** All keys and what they do. `member`: also those for what only members have. */
export function ShortcutMap({ opened, close, member }: { opened: boolean; close: () => void; member: boolean }) {
  return (
    <Modal opened={opened} onClose={close} title="Keyboard shortcuts" centered size="xl">
      <div className={classes["keyGroups"]}>
        {SHORTCUTS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className={classes["keys"]}>
              {keys
                .filter((shortcut) => member || !shortcut.member)
                .map(({ keys: names, does }) => (
                  <Fragment key={does}>
                    <dt>
                      {names.map((name) =>
                        name === AND_SO_ON ? <span key={name}>{name}</span> : <Kbd key={name}>{name}</Kbd>,
                      )}
                    </dt>
                    <dd>{does}</dd>
                  </Fragment>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
