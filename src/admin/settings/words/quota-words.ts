import type { Usage } from "../../../protocol/settings.schema.ts";

/** From this share of the quota on, people are warned. */
const NEAR_SHARE = 0.8;

export interface QuotaStanding {
  state: "fine" | "near" | "full";
  /** Whole percent of the quota that is used, 100 at most. */
  percent: number;
  text: string;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

/** Where the quota stands, and what follows from it. */
export function quotaStanding({ count, limit }: Pick<Usage, "count" | "limit">): QuotaStanding {
  if (limit === 0) return { state: "full", percent: 100, text: "The quota is 0: nobody is recorded." };
  // Rounded down, so that 100 % is shown only when nothing is left.
  const percent = Math.min(100, Math.floor((count / limit) * 100));
  if (count >= limit)
    return { state: "full", percent, text: "The quota is used up: new visits are not recorded until the period ends." };
  const left = `${number(limit - count)} more can be recorded in this period.`;
  return count >= limit * NEAR_SHARE
    ? { state: "near", percent, text: `${percent} % of the quota is used. ${left}` }
    : { state: "fine", percent, text: left };
}

/** What is to be expected by the end of the period. */
export function forecastText({ forecast, limit, count }: Pick<Usage, "forecast" | "limit" | "count">): string {
  if (count === 0) return "No session has been counted in this period yet.";
  if (count >= limit) return "No further sessions are counted in this period.";
  return forecast > limit
    ? `If it goes on like this, there would be ${number(forecast)} by the end of the period: more than the quota of ${number(limit)}, so some visits would not be recorded.`
    : `If it goes on like this, it will be ${number(forecast)} by the end of the period, within the quota.`;
}
