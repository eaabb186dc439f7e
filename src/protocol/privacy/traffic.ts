import { globMatches } from "../glob.ts";
import { MASK } from "./mask.ts";
import type { RecorderPrivacy } from "./privacy.schema.ts";
import { isSecretName } from "./secret-fields.ts";
import type { Shape } from "./shapes.ts";
import { isLoose } from "./treatment.ts";

/** Headers that say how something was sent, not what or by whom; of all others only the name is kept. */
const READABLE = new Set(
  "accept,accept-language,accept-encoding,age,allow,cache-control,cf-cache-status,cf-ray,content-encoding,content-language,content-length,content-type,date,etag,expires,last-modified,priority,retry-after,server,server-timing,traceparent,vary,via,x-amzn-requestid,x-cache,x-content-type-options,x-correlation-id,x-ratelimit-limit,x-ratelimit-remaining,x-request-id,x-requested-with".split(
    ",",
  ),
);
/** Headers of one request, and characters of one of them. */
const HEADERS = 60;
const HEADER_CHARS = 256;

/** Names of headers, and values of those that are no secret by their nature. */
export const headers: Shape = (value, { privacy: { mode }, report }) => {
  if (!isLoose(value)) return undefined;
  let kept = 0;
  for (const name of Object.keys(value)) {
    const old = value[name];
    const known = /^[a-z][\w-]{0,63}$/i.test(name) && typeof old === "string" && kept++ < HEADERS;
    const readable = mode === "inputs" && READABLE.has(name.toLowerCase());
    const next = !known ? undefined : readable ? old.slice(0, HEADER_CHARS) : MASK;
    if (next === old) continue;
    report("header");
    if (next === undefined) delete value[name];
    else value[name] = next;
  }
  return value;
};

/** What is kept of a body: values in it, levels, items of one list, characters of one text. Enough to see what was sent. */
const VALUES = 200;
const LEVELS = 6;
const ITEMS = 20;
const TEXT_CHARS = 256;
/** Longer bodies are not read. */
const BODY_CHARS = 65_536;
/** Stands for what was too much. */
const MORE = "…";

/** A name that programs give; longer runs of digits make it somebody's number. */
function isName(key: string): boolean {
  return /^[a-z_$][\w$.-]{0,63}$/i.test(key) && key !== "__proto__" && !/\d{3}/.test(key);
}

/** The form of a value without what it says, apart from fields that the tenant has named. */
function formOf(root: unknown, { bodyFields }: RecorderPrivacy): unknown {
  let left = VALUES;
  const walk = (value: unknown, isOpen: boolean, level: number): unknown => {
    if (value === MASK || value === MORE) return value;
    if (left-- <= 0) return MORE;
    if (typeof value === "boolean" || value === null) return value;
    if (Array.isArray(value)) {
      if (level === LEVELS) return MORE;
      const items = value.slice(0, ITEMS).map((item) => walk(item, isOpen, level + 1));
      return value.length > ITEMS ? [...items, MORE] : items;
    }
    if (isLoose(value)) {
      if (level === LEVELS) return MORE;
      const kept: [string, unknown][] = [];
      for (const [key, inner] of Object.entries(value)) {
        const opens = bodyFields.some((glob) => globMatches(glob, key)) && !isSecretName(key);
        if (isName(key)) kept.push([key, walk(inner, opens, level + 1)]);
        else if (kept.at(-1)?.[0] !== MORE) kept.push([MORE, MORE]);
      }
      return Object.fromEntries(kept);
    }
    if (!isOpen) return MASK;
    return typeof value === "string" ? value.slice(0, TEXT_CHARS) : value;
  };
  return walk(root, false, 0);
}

/** `a=1&b=2`, as forms are sent. */
function formData(text: string): unknown {
  return /^[\w.%+[\]-]+=[^&\s]*(?:&[\w.%+[\]-]+=[^&\s]*)*$/.test(text)
    ? Object.fromEntries(new URLSearchParams(text))
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return formData(text);
  }
}

/** The form of a body, as JSON. What is neither JSON nor a form is hidden as a whole. */
export const body: Shape = (value, { privacy }) => {
  if (typeof value !== "string") return undefined;
  if (value === "" || value === MASK) return value;
  const content = privacy.mode === "inputs" && value.length <= BODY_CHARS ? parsed(value) : undefined;
  return typeof content === "object" && content !== null ? JSON.stringify(formOf(content, privacy)) : MASK;
};
