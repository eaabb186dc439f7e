/** The pages of the settings, in the order of the menu. */
export const SETTINGS_PAGES = [
  { to: "/settings/environments", name: "Environments" },
  { to: "/settings/segments", name: "Segments" },
  { to: "/settings/exclusions", name: "Exclusions" },
  { to: "/settings/privacy", name: "Privacy" },
  { to: "/settings/signals", name: "Signals" },
  { to: "/settings/embedded", name: "Canvases and frames" },
  { to: "/settings/consent", name: "Consent" },
  { to: "/settings/identity", name: "Identity" },
  { to: "/settings/assets", name: "Files of pages" },
  { to: "/settings/quota", name: "Quota and retention" },
  { to: "/settings/test", name: "Decision tester" },
  { to: "/settings/refusals", name: "Why was I not recorded?" },
  { to: "/settings/erase", name: "Erase a person" },
  { to: "/settings/members", name: "Members" },
  { to: "/settings/keys", name: "API keys" },
] as const;
