import { Skeleton } from "@mantine/core";
import classes from "./settings.module.css";

const WIDTHS = ["38%", "72%", "55%", "64%"];

/** What a page of the settings will look like. */
export function SettingsSkeleton() {
  return (
    <div aria-busy="true" aria-label="Loading settings" role="status">
      <Skeleton height={20} width={180} mb="lg" />
      {[0, 1].map((card) => (
        <div key={card} className={classes["card"]}>
          {WIDTHS.map((width) => (
            <Skeleton key={width} height={11} width={width} my={10} />
          ))}
        </div>
      ))}
    </div>
  );
}
