import {
  IconAlertTriangle,
  IconBolt,
  IconBug,
  IconFileText,
  IconForms,
  IconMessage2,
  IconMoodAngry,
  IconPointerOff,
  IconStairs,
  type Icon,
} from "@tabler/icons-react";
import type { MarkKind } from "./marks.ts";

/** How each kind of mark looks and is called. */
export const MARKS: Record<MarkKind, { icon: Icon; name: string; names: string }> = {
  note: { icon: IconMessage2, name: "Note", names: "Notes" },
  error: { icon: IconBug, name: "Error", names: "Errors" },
  rage: { icon: IconMoodAngry, name: "Rage clicks", names: "Rage clicks" },
  dead: { icon: IconPointerOff, name: "Dead click", names: "Dead clicks" },
  gap: { icon: IconAlertTriangle, name: "Gap", names: "Gaps" },
  level: { icon: IconStairs, name: "Change of level", names: "Changes of level" },
  form: { icon: IconForms, name: "Form trouble", names: "Forms left or not accepted" },
  custom: { icon: IconBolt, name: "Event", names: "Custom events" },
  page: { icon: IconFileText, name: "Page", names: "Pages and navigation" },
};
