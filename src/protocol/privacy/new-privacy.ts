import type { PrivacySettings, RecorderPrivacy } from "./privacy.schema.ts";

/** What holds before the tenant has decided anything, and in a recorder that was told nothing. */
export function newRecorderPrivacy(): RecorderPrivacy {
  return { mode: "inputs", rules: [], urlParameters: [], bodyFields: [], urls: true, titles: true, canvas: false };
}

/** What a new tenant begins with. */
export function newPrivacy(): PrivacySettings {
  return { ...newRecorderPrivacy(), ip: "masked", location: "city", quarantine: false };
}

/** The part of the settings that goes to the recorder. */
export function recorderPrivacyOf(settings: PrivacySettings): RecorderPrivacy {
  const { mode, rules, urlParameters, bodyFields, urls, titles, canvas } = settings;
  return { mode, rules, urlParameters, bodyFields, urls, titles, canvas };
}
