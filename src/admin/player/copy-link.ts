import { notifications } from "@mantine/notifications";
import { momentAddress } from "./moment-address.ts";

/** Copies a link to a moment and says so. `paused`: it stands still there. */
export async function copyLinkTo(time: number, paused: boolean): Promise<void> {
  const address = momentAddress(location, time, paused);
  try {
    await navigator.clipboard.writeText(address);
    notifications.show({ message: "A link to this moment is copied", autoClose: 2_500 });
  } catch {
    // Without permission to the clipboard the address bar is the next best place to copy from.
    history.replaceState(history.state, "", address);
    notifications.show({ message: "The address bar has a link to this moment", autoClose: 4_000 });
  }
}
