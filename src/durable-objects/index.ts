export * from "./admission.ts";
export * from "./namespaces.ts";
export * from "./recording-types.ts";
export * from "./visitor.ts";
export { dayOf, type RefusalCount } from "./day-counts.ts";
export type { RecordingManifest } from "./publisher.ts";
export { Recording } from "./recording.ts";
export { Tenant, type Admission } from "./tenant.ts";
export type { Actor, ChangeResult } from "./tenant-settings.ts";
