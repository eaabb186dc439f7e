import { useId, type ReactNode } from "react";
import classes from "./inspect.module.css";

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
      {intro && <p className="faint">{intro}</p>}
      {children}
    </section>
  );
}
