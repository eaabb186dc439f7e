/**
 * The words of `<playhead-consent>`, and of the admin's preview of it. Each is an attribute of the element that puts other words in its place:
 * `<playhead-consent label="Aufzeichnung" on-text="Ihr Besuch wird aufgezeichnet.">`. The time follows `time-text`, in the language
 * of the element (`lang`).
 */
export const CONSENT_WORDS = {
  label: "Recording of my visits",
  "on-text": "You are being recorded.",
  "off-text": "You are not recorded.",
  "gpc-text": "You are not recorded: your browser’s Global Privacy Control says no.",
  "outdated-text": "You are not recorded: the text has changed.",
  "time-text": "Your choice of",
  "notice-text": "Privacy notice",
  "erase-text": "Delete what you have of me",
  "erase-question": "Delete all recordings of me, and turn recording off? This cannot be undone.",
  "erase-yes": "Delete",
  "erase-no": "Cancel",
  "erased-text": "Everything is being deleted.",
  "pending-text": "Kept in this browser. The server is told by the next page.",
  "outdated-error": "The text has changed. Please read it.",
  "unreachable-error": "The server could not be reached. Please try again.",
  "refused-error": "This could not be done.",
};

export type ConsentWord = keyof typeof CONSENT_WORDS;
