import { EVERYONE, type Environment, type Policy } from "../../../protocol/policy.schema.ts";
import { lowerLevel } from "../../../protocol/levels.ts";
import { andText, countText, orText } from "./list-text.ts";
import { segmentName } from "./names.ts";

export interface EnvironmentNow {
  /** Whether anything can be collected. */
  records: boolean;
  text: string;
}

/** The first thing that keeps everybody from being recorded, or `null`. */
function obstacle(environment: Environment, { recording, maxLevel }: Policy): string | null {
  const { level, keys, origins, segments, excludedSegments, samplePercent } = environment;
  if (!recording) return "recording as a whole is off";
  if (level === "off") return "the level is off";
  if (maxLevel === "off") return "the platform's owner has locked all levels";
  if (!keys.some(({ revokedAt }) => revokedAt === null)) return "there is no key that works";
  if (origins.length === 0) return "no origin is allowed";
  if (segments.length === 0) return "no segment is chosen";
  if (excludedSegments.includes(EVERYONE)) return "everyone is excluded";
  if (samplePercent === 0) return "the sample is 0 %";
  return null;
}

const VERBS = {
  off: "Collects nothing of",
  engagement: "Collects engagement of",
  dxa: "Collects experience analytics of",
  playback: "Records",
} as const;

/** What an environment does as it is, in a few short sentences. */
export function environmentNow(environment: Environment, policy: Policy): EnvironmentNow {
  const reason = obstacle(environment, policy);
  if (reason) return { records: false, text: `Nobody is recorded: ${reason}.` };
  const { segments, excludedSegments, samplePercent, origins, method, mobile, minDurationSeconds } = environment;
  const level = lowerLevel(environment.level, policy.maxLevel);
  const name = (id: string) => segmentName(policy, id);
  const who = segments.includes(EVERYONE) ? "everyone" : `visitors in ${orText(segments.map(name))}`;
  const except = excludedSegments.length > 0 ? ` except ${andText(excludedSegments.map(name))}` : "";
  const share = samplePercent < 100 ? `${samplePercent} % of ${who}` : who;
  const playback = level === "playback";
  const start = playback && method === "manual" ? ", after the page has called playhead.start() and at dxa before" : "";
  const where = countText(origins.length, "allowed origin");
  const sentences = [
    `${VERBS[level]} ${share}${except} on ${where}${start}.`,
    ...(mobile ? [] : ["Phones and tablets are left out."]),
    ...(playback && minDurationSeconds > 0
      ? [`Visits shorter than ${countText(minDurationSeconds, "second")} are left out.`]
      : []),
    ...(level === environment.level ? [] : ["A higher level is locked by the platform's owner."]),
  ];
  return { records: true, text: sentences.join(" ") };
}
