import { EVERYONE, type Environment, type Policy } from "../../../protocol/policy.schema.ts";
import { isCollectedToday, LEVEL_NAMES } from "./level-words.ts";
import { andText, countText, orText } from "./list-text.ts";
import { segmentName } from "./names.ts";

export interface EnvironmentNow {
  /** Whether anybody can be recorded. */
  records: boolean;
  text: string;
}

/** The first thing that keeps everybody from being recorded, or `null`. */
function obstacle({ level, keys, origins, segments, excludedSegments, samplePercent }: Environment): string | null {
  if (level === "off") return "the level is off";
  if (!isCollectedToday(level))
    return `the recorder collects only playback so far, and the level is ${LEVEL_NAMES[level]}`;
  if (!keys.some(({ revokedAt }) => revokedAt === null)) return "there is no key that works";
  if (origins.length === 0) return "no origin is allowed";
  if (segments.length === 0) return "no segment is chosen";
  if (excludedSegments.includes(EVERYONE)) return "everyone is excluded";
  if (samplePercent === 0) return "the sample is 0 %";
  return null;
}

/** What an environment does as it is, in one or two sentences. */
export function environmentNow(environment: Environment, policy: Policy): EnvironmentNow {
  const reason = obstacle(environment);
  if (reason) return { records: false, text: `Nobody is recorded: ${reason}.` };
  const { segments, excludedSegments, samplePercent, origins, method, mobile } = environment;
  const name = (id: string) => segmentName(policy, id);
  const who = segments.includes(EVERYONE) ? "everyone" : `visitors in ${orText(segments.map(name))}`;
  const except = excludedSegments.length > 0 ? ` except ${andText(excludedSegments.map(name))}` : "";
  const share = samplePercent < 100 ? `${samplePercent} % of ${who}` : who;
  const start = method === "manual" ? ", after the page has called playhead.start()" : "";
  const where = countText(origins.length, "allowed origin");
  const records = `Records ${share}${except} on ${where}${start}.`;
  return { records: true, text: mobile ? records : `${records} Phones and tablets are not recorded.` };
}
