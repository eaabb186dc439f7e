import classes from "./shell.module.css";

/** A play sign and the line it runs along. */
export function Logo({ size = "md" }: { size?: "md" | "lg" }) {
  return (
    <span className={classes["logo"]} data-size={size}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" />
        <path
          d="M9 8.600v14.800a1 1 0 0 0 1.500.9l10-7.400a1 1 0 0 0 0-1.700l-10-7.400A1 1 0 0 0 9 8.600z"
          fill="#fff"
        />
        <rect x="22.500" y="7.500" width="2.600" height="17" rx="1.300" fill="#fff" opacity=".75" />
      </svg>
      Playhead
    </span>
  );
}
