import type { ConsentSettings, Policy } from "../../../protocol/policy.schema.ts";

export const UNSET_NAMES: Record<ConsentSettings["unset"], string> = {
  refuse: "not recorded before a yes",
  allow: "recorded until a no",
};

/** Who is recorded as things are, as far as visitors themselves decide. */
export function consentNow({ recording, consent: { unset, gpc } }: Pick<Policy, "recording" | "consent">): string {
  if (!recording)
    return "Recording as a whole is off. Nobody is recorded in any environment, and visitors are not shown a switch.";
  if (unset === "refuse") return "Nobody is recorded who has not said yes.";
  return gpc
    ? "Visitors are recorded until they say no. A browser that sends Global Privacy Control has said no."
    : "Visitors are recorded until they say no. Global Privacy Control is not honoured.";
}

/** What turning the tenant's switch does, told beside it before it is saved; `null` while it stays. */
export function recordingChange(before: boolean, after: boolean): string | null {
  if (before === after) return null;
  return after
    ? "Saving switches recording on: environments collect what they are set to, of visitors whose choice allows it."
    : "Saving switches everything off within seconds: sessions that are being recorded end, and visitors are not shown a switch. Recordings that exist stay.";
}

/** Whether purpose or notice differ: the text that a yes is given to. */
export function isOtherText(before: ConsentSettings, after: ConsentSettings): boolean {
  return before.purpose.trim() !== after.purpose.trim() || before.noticeUrl.trim() !== after.noticeUrl.trim();
}

/** What another text means for those who said yes to an earlier one. */
export function textChangeEffect(unset: ConsentSettings["unset"]): string {
  return unset === "refuse"
    ? "visitors who said yes before will be asked again, and are not recorded until they answer"
    : "visitors who said yes before stay recorded";
}
