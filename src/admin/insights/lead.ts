/** A replay begins so long before the moment that was counted, milliseconds: so that it can be seen coming. */
export const LEAD_MS = 3_000;
