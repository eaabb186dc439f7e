import { filterEvent, knowShapes } from "./filter-core.ts";
import { SIGNAL_SHAPES } from "./signal-shapes.ts";

// A server knows every kind of event; a recorder learns those it does not begin with when it loads what makes them.
knowShapes(SIGNAL_SHAPES);

export { filterEvent };
