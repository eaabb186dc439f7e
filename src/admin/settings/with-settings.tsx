import type { ReactNode } from "react";
import type { Settings } from "../../protocol/settings.schema.ts";
import { ErrorNote } from "../shell/error-note.tsx";
import { SettingsSkeleton } from "./settings-skeleton.tsx";
import { useSettings } from "./use-settings.ts";

/** Shows a page as soon as the settings are there. */
export function WithSettings({ children }: { children: (settings: Settings) => ReactNode }) {
  const settings = useSettings();
  if (settings.data) return children(settings.data);
  if (settings.isError)
    return (
      <ErrorNote title="The settings can't be loaded" error={settings.error} retry={() => void settings.refetch()} />
    );
  return <SettingsSkeleton />;
}
