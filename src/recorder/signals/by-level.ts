import { click } from "./click.ts";
import { identify } from "./identify.ts";
import { navigation } from "./navigation.ts";
import { page } from "./page.ts";
import type { Signal } from "./signal.ts";
import { track } from "./track.ts";
import { visibility } from "./visibility.ts";

/** What is recorded at every level, in the order of starting: `page` is what everything else belongs to. Dxa adds a chunk, playback the DOM. */
export const SIGNALS: readonly Signal[] = [page, navigation, visibility, identify, track, click];
