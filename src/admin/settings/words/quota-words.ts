import type { Usage } from "../../../protocol/settings.schema.ts";
import { capital } from "../field-problem.ts";
import { andText } from "./list-text.ts";
import { sizeText } from "./size-words.ts";

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

/** Where the byte budget stands, and what follows from it; `null` without a budget. */
export function byteStanding({ bytes, byteLimit }: Pick<Usage, "bytes" | "byteLimit">): QuotaStanding | null {
  if (byteLimit === null) return null;
  if (byteLimit === 0) return { state: "full", percent: 100, text: "The byte budget is 0: nothing can be replayed." };
  const percent = Math.min(100, Math.floor((bytes / byteLimit) * 100));
  if (bytes >= byteLimit)
    return {
      state: "full",
      percent,
      text: "The byte budget is used up: new visits are not recorded until the period ends.",
    };
  const left = `${sizeText(byteLimit - bytes)} are left in this period.`;
  return bytes >= byteLimit * NEAR_SHARE
    ? { state: "near", percent, text: `${percent} % of the byte budget is used. ${left}` }
    : { state: "fine", percent, text: left };
}

/** The one line that people are told on every page when a bound is near or reached; `null` while all is well. */
export function quotaNotice(usage: Usage): { full: boolean; text: string } | null {
  const bounds = [
    { name: "session quota", standing: quotaStanding(usage) },
    { name: "byte budget", standing: byteStanding(usage) },
  ].filter(({ standing }) => standing !== null && standing.state !== "fine");
  const full = bounds.filter(({ standing }) => standing!.state === "full");
  if (full.length > 0) {
    const names = andText(full.map(({ name }) => `the ${name}`));
    return {
      full: true,
      text: `${capital(names)} ${full.length > 1 ? "are" : "is"} used up: new visits are not recorded.`,
    };
  }
  if (bounds.length === 0) return null;
  return {
    full: false,
    text: `${andText(bounds.map(({ name, standing }) => `${standing!.percent} % of the ${name}`))} ${bounds.length > 1 ? "are" : "is"} used.`,
  };
}

/** When a bound came near or was reached: `80 % of the sessions`. */
export function warningText({ of, percent }: Usage["warnings"][number]): string {
  return of === "sessions" ? `${percent} % of the sessions` : `${percent} % of the byte budget`;
}

/** What is to be expected by the end of the period. */
export function forecastText({ forecast, limit, count }: Pick<Usage, "forecast" | "limit" | "count">): string {
  if (count === 0) return "No session has been counted in this period yet.";
  if (count >= limit) return "No further sessions are counted in this period.";
  return forecast > limit
    ? `If it goes on like this, there would be ${number(forecast)} by the end of the period: more than the quota of ${number(limit)}, so some visits would not be recorded.`
    : `If it goes on like this, it will be ${number(forecast)} by the end of the period, within the quota.`;
}
