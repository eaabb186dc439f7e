import { z } from "zod";

/** How much of a page's content is recorded where no rule says otherwise. */
export const PRIVACY_MODES = ["inputs", "content_free", "explicit"] as const;

export const TREATMENTS = ["mask", "block", "ignore", "allow"] as const;

/** What is done with the elements a selector names, and what is in them; the nearest one decides. */
export const privacyRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be lower-case letters, digits and dashes"),
  /** A CSS selector; see `selectorFault`. */
  selector: z.string().max(256),
  treatment: z.enum(TREATMENTS),
  /** A glob of the page's path; without it the rule holds everywhere. */
  url: z.string().trim().min(1).max(256).optional(),
});
export type PrivacyRule = z.infer<typeof privacyRule>;

/** The part of the settings that the recorder works by. */
const recorderFields = {
  /**
   * `inputs`: text is readable, no value of a field is unless a rule names that field. `content_free`: no text, value, image or
   * title whatever rules say, they can only hide more. `explicit`: only what a rule allows.
   */
  mode: z.enum(PRIVACY_MODES),
  rules: z.array(privacyRule).max(200),
  /** Names (globs) of the query parameters that are kept in addresses. */
  urlParameters: z.array(z.string().trim().min(1).max(128)).max(100),
  /**
   * Names (globs) of fields whose values are kept in bodies of requests and answers, where those are collected; never passwords, tokens
   * and the like, and only with `inputs`.
   */
  bodyFields: z.array(z.string().trim().min(1).max(128)).max(100),
  /** Whether addresses of pages are collected. */
  urls: z.boolean(),
  /** Whether titles of pages are collected. */
  titles: z.boolean(),
  /** Whether pictures of canvases are collected, where a text could be read; never with `content_free`. */
  canvas: z.boolean(),
};

export const recorderPrivacy = z.strictObject(recorderFields);
export type RecorderPrivacy = z.infer<typeof recorderPrivacy>;

/** What a tenant has decided on privacy. */
export const privacySettings = z.strictObject({
  ...recorderFields,
  /** `masked`: without its last part. */
  ip: z.enum(["masked", "none"]),
  location: z.enum(["city", "country", "none"]),
  /** Whether a session in which the second fence found secrets is held back until somebody has looked at it. */
  quarantine: z.boolean(),
});
export type PrivacySettings = z.infer<typeof privacySettings>;
