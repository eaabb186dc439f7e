import { createTheme, type MantineColorsTuple } from "@mantine/core";

const ink: MantineColorsTuple = [
  "#eef2ff",
  "#dde4fb",
  "#b8c5f4",
  "#91a4ee",
  "#6f87e8",
  "#5a75e5",
  "#4c68dd",
  "#3f58c4",
  "#364eb0",
  "#2b429b",
];

/** Greys a little warmer than Mantine's for the dark scheme: the replay is the brightest thing on the page. */
const dark: MantineColorsTuple = [
  "#d5d7de",
  "#a9adb8",
  "#878c99",
  "#5d626f",
  "#3b3f4a",
  "#2c3039",
  "#22252d",
  "#191b21",
  "#131519",
  "#0d0e11",
];

export const theme = createTheme({
  primaryColor: "ink",
  // White on it is read in both: 5 is too light for that.
  primaryShade: { light: 7, dark: 6 },
  colors: { ink, dark },
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "JetBrains Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: { fontWeight: "600" },
  components: {
    Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    // In the middle of a sentence colour alone does not tell a link.
    Anchor: { defaultProps: { underline: "always" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: "xs" } },
    Skeleton: { defaultProps: { radius: "sm" } },
  },
});
