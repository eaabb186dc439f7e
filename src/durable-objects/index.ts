export * from "./admission.ts";
export * from "./namespaces.ts";
export * from "./recording-types.ts";
export type { RecordingManifest } from "./publisher.ts";
export { Recording } from "./recording.ts";
export { Tenant, type Admission, type QuotaStanding } from "./tenant.ts";
