import { Code, Text } from "@mantine/core";
import { Copy } from "./copy-button.tsx";
import classes from "./settings.module.css";

interface Props {
  /** What it is for and where it goes. */
  title: string;
  code: string;
  /** What is copied: `line`. */
  what: string;
}

/** A few lines for a page or a server, to be copied. */
export function Snippet({ title, code, what }: Props) {
  return (
    <div className={classes["snippetBlock"]}>
      <Text fz="sm" fw={500} mb={4}>
        {title}
      </Text>
      <div className={classes["snippet"]}>
        {/* Long lines scroll; the keyboard must be able to do that, too. */}
        <Code bg="transparent" fz="xs" className={classes["snippetCode"]} tabIndex={0}>
          {code}
        </Code>
        <Copy text={code} what={what} />
      </div>
    </div>
  );
}
