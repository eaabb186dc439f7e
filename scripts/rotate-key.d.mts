import type { RewrapRequest, RewrapResult, RotationState } from "../src/protocol/rotation.schema.ts";

/** Where the secrets of a deployment are kept. */
export interface SecretStore {
  /** Names of all secrets. */
  names(): Promise<string[]>;
  put(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A deployment that answers. */
export interface Deployment {
  state(): Promise<RotationState>;
  rewrap(request: RewrapRequest): Promise<RewrapResult>;
}

export function secretNumbers(names: readonly string[]): number[];
export function secretName(number: number): string;
export function addSecret(store: SecretStore, now: number, aheadMs: number): Promise<{ number: number; from: number }>;
export function rewrapAll(
  deployment: Pick<Deployment, "rewrap">,
  tell: (line: string) => void,
): Promise<{ seen: number; rewrapped: number; failed: string[] }>;
export function dropSecrets(
  store: SecretStore,
  deployment: Deployment,
  options: { now: number; early: boolean; tell: (line: string) => void },
): Promise<number[]>;
export function varsFile(path: string): SecretStore;
