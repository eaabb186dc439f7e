/** How the key of a file is made of its password; stands in the file. */
export interface KeyRecipe {
  /** Base64. */
  salt: string;
  /** Rounds of PBKDF2-SHA-256 in one run, and runs, each on the outcome of the one before. */
  rounds: number;
  runs: number;
}

const utf8 = new TextEncoder();

async function stretch(secret: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>, iterations: number) {
  const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, 256),
  );
}

/** The AES-256-GCM key of a password. In runs, because the platform refuses more than 100,000 rounds at once (docs/adr). */
export async function fileKey(password: string, salt: Uint8Array<ArrayBuffer>, { rounds, runs }: KeyRecipe) {
  // The same letters typed on another keyboard may be other code points.
  let bits: Uint8Array<ArrayBuffer> = utf8.encode(password.normalize("NFKC"));
  for (let run = 0; run < runs; run++) bits = await stretch(bits, salt, rounds);
  return crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** 96 bits, random (NIST SP 800-38D §8.2); in front of what is sealed. */
const IV_BYTES = 12;

/** Seals a part of a file. Its name is authenticated, so that parts cannot change places. */
export async function sealPart(key: CryptoKey, name: string, plain: Uint8Array<ArrayBuffer>) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(name) }, key, plain);
  const whole = new Uint8Array(IV_BYTES + sealed.byteLength);
  whole.set(iv, 0);
  whole.set(new Uint8Array(sealed), IV_BYTES);
  return whole;
}

/** What was sealed. Rejects when the key is another, or a bit of it or its name. */
export async function openPart(key: CryptoKey, name: string, sealed: Uint8Array<ArrayBuffer>) {
  const iv = sealed.subarray(0, IV_BYTES);
  const algorithm = { name: "AES-GCM", iv, additionalData: utf8.encode(name) };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.subarray(IV_BYTES)));
}
