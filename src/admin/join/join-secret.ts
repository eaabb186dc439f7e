/** Where the secret waits while somebody signs in to join; gone with the tab. */
const KEY = "playhead-join";

/** The secret of the link that was opened: browsers send what is behind the `#` to no server. */
export function joinSecret(): string {
  return location.hash.slice(1) || (sessionStorage.getItem(KEY) ?? "");
}

/** Keeps it until somebody has signed in and comes back. */
export function keepJoinSecret(secret: string): void {
  sessionStorage.setItem(KEY, secret);
}

export function forgetJoinSecret(): void {
  sessionStorage.removeItem(KEY);
}
