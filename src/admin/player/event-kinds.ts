import {
  IconAlertTriangle,
  IconArrowBarToDown,
  IconBolt,
  IconBrowser,
  IconBug,
  IconCursorText,
  IconFileText,
  IconForms,
  IconGauge,
  IconMoodAngry,
  IconPointer,
  IconPointerOff,
  IconRoute,
  IconStairs,
  IconTerminal2,
  IconCloudOff,
  IconUser,
  type Icon,
} from "@tabler/icons-react";
import { pathOf } from "../format/address.ts";
import type { ItemKind, TimelineItem } from "./timeline.ts";

/** How each kind of event looks and is called. */
export const KINDS: Record<ItemKind, { icon: Icon; name: string }> = {
  page: { icon: IconFileText, name: "Page" },
  navigation: { icon: IconRoute, name: "Navigation" },
  click: { icon: IconPointer, name: "Click" },
  input: { icon: IconCursorText, name: "Input" },
  custom: { icon: IconBolt, name: "Event" },
  identify: { icon: IconUser, name: "Identified" },
  tab: { icon: IconBrowser, name: "Tab" },
  gap: { icon: IconAlertTriangle, name: "Gap" },
  depth: { icon: IconArrowBarToDown, name: "Scroll depth" },
  form: { icon: IconForms, name: "Form" },
  rage: { icon: IconMoodAngry, name: "Rage clicks" },
  dead: { icon: IconPointerOff, name: "Dead click" },
  error: { icon: IconBug, name: "Error" },
  vital: { icon: IconGauge, name: "Web vital" },
  level: { icon: IconStairs, name: "Level" },
  console: { icon: IconTerminal2, name: "Console" },
  request: { icon: IconCloudOff, name: "Failed request" },
};

/** The second line of an event. `named`: its kind is told beside it. */
export function detailOf({ kind, detail }: TimelineItem, named: boolean): string {
  if (kind === "page" || kind === "navigation") return pathOf(detail);
  if ((kind === "click" || kind === "input") && !named)
    return detail ? `${KINDS[kind].name} · ${detail}` : KINDS[kind].name;
  return detail;
}

/** Whether all words, in lower case, are somewhere in an event. */
export function matches(item: TimelineItem, words: readonly string[]): boolean {
  const text = `${KINDS[item.kind].name} ${item.text} ${item.detail}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
