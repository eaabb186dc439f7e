import { useId, type ReactNode } from "react";
import classes from "./inspect.module.css";

/** A text whose names of code are marked by backticks, as in the documentation. */
function marked(text: string): ReactNode {
  const [before = "", code, ...after] = text.split("`");
  return (
    <>
      {before}
      {code !== undefined && <code>{code}</code>}
      {after.length > 0 && marked(after.join("`"))}
    </>
  );
}

interface Props {
  title: string;
  intro?: ReactNode;
  /** Where links lead. */
  anchor?: string;
  children: ReactNode;
}

/** A part of the inspector. */
export function Part({ title, intro, anchor, children }: Props) {
  const id = useId();
  return (
    <section className={classes["part"]} aria-labelledby={id} id={anchor}>
      <h2 id={id}>{title}</h2>
      {intro && <p className="faint">{typeof intro === "string" ? marked(intro) : intro}</p>}
      {children}
    </section>
  );
}
