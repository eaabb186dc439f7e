import type { Region } from "../protocol/index.ts";
import type { StorageEnv } from "../storage/index.ts";
import type { Recording } from "./recording.ts";
import type { Tenant } from "./tenant.ts";

/** The bindings by which the Worker reaches the objects. */
export interface ObjectsEnv extends StorageEnv {
  TENANT: DurableObjectNamespace<Tenant>;
  RECORDING: DurableObjectNamespace<Recording>;
}

/** A namespace whose objects stay in the region. Local workerd does not implement jurisdictions and throws, so there it is the plain one. */
function inRegion<T extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<T>,
  region: Region,
  env: StorageEnv,
): DurableObjectNamespace<T> {
  return env.LOCAL === "1" ? namespace : namespace.jurisdiction(region as DurableObjectJurisdiction);
}

/** The object of a tenant. A stub that threw stays broken: get a new one for every call. */
export function tenantObject(env: ObjectsEnv, region: Region, tenant: string): DurableObjectStub<Tenant> {
  return inRegion(env.TENANT, region, env).getByName(tenant);
}

/** The object of a session. The tenant is part of its name, so no session id reaches another tenant's object. */
export function recordingObject(
  env: ObjectsEnv,
  region: Region,
  tenant: string,
  session: string,
): DurableObjectStub<Recording> {
  return inRegion(env.RECORDING, region, env).getByName(`${tenant}/${session}`);
}
