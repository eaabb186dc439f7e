/** Where an animation, or the clock of an `svg`, was: `playhead.motion`. */
export interface Motion {
  /** The element. */
  id: number;
  pseudo?: string;
  /** Of an animation of a style sheet: the name of its keyframes. */
  name?: string;
  /** Of an animation that a script made: which one, in this document. */
  n?: number;
  /** Milliseconds since it began, its delay among them; `null` when it does nothing. */
  time: number | null;
  /** Playback rate. */
  rate: number;
  state: string;
  /** When a script has made it, and with keyframes: all that there is to know of it. */
  frames?: Record<string, string | number | null>[];
  timing?: Record<string, string | number | null>;
}
