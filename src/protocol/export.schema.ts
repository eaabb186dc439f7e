import { z } from "zod";
import { EXPORTS } from "./limits.ts";

/** What a session can be taken out as: events, a page that plays by itself, or a test that does what the visitor did. */
export const EXPORT_FORMATS = ["ndjson", "html", "playwright"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** `POST /api/exports`. The answer is the file; of several sessions as HTML or tests a ZIP of them. */
export const exportRequest = z
  .strictObject({
    sessions: z.array(z.uuid()).min(1).max(EXPORTS.sessions),
    format: z.enum(EXPORT_FORMATS),
    /** Of an HTML file: nobody plays it without. */
    password: z
      .string()
      .min(EXPORTS.passwordMin, `must have at least ${EXPORTS.passwordMin} characters`)
      .max(EXPORTS.passwordMax)
      .optional(),
  })
  .refine(({ format, password }) => password === undefined || format === "html", {
    path: ["password"],
    message: "is for the format html only",
  })
  .refine(({ sessions }) => new Set(sessions).size === sessions.length, {
    path: ["sessions"],
    message: "must name each session once",
  });
export type ExportRequest = z.infer<typeof exportRequest>;
