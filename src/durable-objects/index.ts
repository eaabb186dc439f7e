export * from "./admission.ts";
export * from "./namespaces.ts";
export * from "./recording-types.ts";
export { Recording, type RecordingManifest } from "./recording.ts";
export { Tenant, type Admission, type QuotaStanding } from "./tenant.ts";
