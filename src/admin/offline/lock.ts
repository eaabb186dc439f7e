import type { KeyRecipe } from "../../protocol/export/file-key.ts";
import { keyOf } from "./parts.ts";

/** Asks for the password until `opens` with its key. */
export function askPassword(
  root: HTMLElement,
  recipe: KeyRecipe,
  opens: (key: CryptoKey) => Promise<boolean>,
): Promise<CryptoKey> {
  root.innerHTML = `<form class="lock">
    <h1>This recording is locked</h1>
    <label for="password">Password</label>
    <input id="password" type="password" autocomplete="off" required>
    <p class="problem" role="alert"></p>
    <button type="submit">Open</button>
  </form>`;
  const form = root.querySelector("form")!;
  const [field, button, problem] = [
    form.querySelector("input")!,
    form.querySelector("button")!,
    form.querySelector<HTMLElement>(".problem")!,
  ];
  field.focus();
  return new Promise((resolve) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.textContent = "";
      button.disabled = true;
      button.textContent = "Opening";
      const key = await keyOf(field.value, recipe);
      if (await opens(key)) return resolve(key);
      button.disabled = false;
      button.textContent = "Open";
      problem.textContent = "That is not the password.";
      field.select();
    });
  });
}
