import { click } from "./click.ts";
import { dead } from "./dead.ts";
import { depth } from "./depth.ts";
import { error } from "./error.ts";
import { form } from "./form.ts";
import { identify } from "./identify.ts";
import { navigation } from "./navigation.ts";
import { page } from "./page.ts";
import { rage } from "./rage.ts";
import type { Signal } from "./signal.ts";
import { track } from "./track.ts";
import { visibility } from "./visibility.ts";
import { vital } from "./vital.ts";

/** What each level adds to the one before, in the order of starting: `page` is what everything else belongs to. Playback adds the DOM. */
export const SIGNALS: Record<"engagement" | "dxa", readonly Signal[]> = {
  engagement: [page, navigation, visibility, identify, track, click],
  dxa: [depth, form, rage, dead, error, vital],
};
