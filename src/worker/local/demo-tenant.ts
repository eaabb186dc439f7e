/** The demo tenant of a developer's machine. All of it is public; none of it exists in a deployment. */
export const DEMO = {
  tenant: "01900000-0000-7000-8000-000000000001",
  owner: "01900000-0000-7000-8000-000000000002",
  name: "Demo Shop",
  email: "owner@demo.playhead.test",
  password: "demo-password-1234",
  key: "ph_us_01900000000070008000000000000001_demodemodemodemodemodemo",
} as const;
