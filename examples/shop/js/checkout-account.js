import { toast } from "./toast.js";

const DEMO_CODE = "314159";
const LONG_PASSWORD = 14;

function strength(password) {
  const rules = [
    password.length >= LONG_PASSWORD,
    /[a-z]/.test(password) && /[A-Z]/.test(password),
    /\d/.test(password),
    /[^\w\s]/.test(password),
  ];
  return password === "" ? 0 : Math.max(1, rules.filter(Boolean).length);
}

/** "All of them" is checked, unchecked or in between, following the boxes below it. */
function startTopics(form) {
  const all = form.querySelector("#topics-all");
  const topics = [...form.elements.topic];

  function sync() {
    const checked = topics.filter((topic) => topic.checked).length;
    all.checked = checked === topics.length;
    all.indeterminate = checked > 0 && checked < topics.length;
  }

  // On `input`, before the form hears it and counts the boxes again.
  all.addEventListener("input", () => {
    for (const topic of topics) topic.checked = all.checked;
  });
  return sync;
}

export function startAccount(form) {
  const { "create-account": create, password, "one-time-code": code } = form.elements;
  const syncTopics = startTopics(form);

  function sync() {
    form.querySelector("#account-fields").disabled = !create.checked;
    form.querySelector("#password-strength").value = strength(password.value);
    syncTopics();
  }

  form.querySelector("#send-code").addEventListener("click", () => {
    toast(`The code is ${DEMO_CODE}. No email was sent.`);
    code.focus();
  });
  if (location.hash === "#account") create.checked = true;
  form.addEventListener("input", sync);
  form.addEventListener("change", sync);
  sync();
}
