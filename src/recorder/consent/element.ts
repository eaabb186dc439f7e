import { CONSENT_WORDS, type ConsentWord } from "../../protocol/consent-words.ts";
import type { ConsentSite } from "../consent-site.ts";
import { openConsent, type Consent, type ConsentState } from "./consent.ts";
import type { ConsentError } from "./server.ts";
import { dress } from "./style.ts";

type Shown = Extract<ConsentState, { shown: true }>;

const mounted = new WeakSet<HTMLElement>();

/**
 * Makes `<playhead-consent>` the visitor's switch; attributes give it other words (`consent-words.ts`), custom properties and parts other
 * looks (`style.ts`). Until the server has answered, when it cannot be reached, and where there is nothing to choose, nothing is
 * shown; a site that knows there is something keeps the room free by its own style. May be called for an element again.
 */
export function mount(element: HTMLElement, site: ConsentSite): void {
  if (mounted.has(element)) return;
  mounted.add(element);
  const consent = openConsent(site);
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  root.replaceChildren();
  dress(root);
  const { box, show } = draw(element, consent);
  const hide = (hidden: boolean) => {
    // The page's own style must not bring back an empty box. An empty value takes the property away.
    element.style.setProperty("display", hidden ? "none" : "", "important");
  };
  hide(true);
  const stop = consent.subscribe((state) => {
    if (!element.isConnected && mounted.delete(element)) return void Promise.resolve().then(() => stop());
    hide(!state.shown);
    if (!state.shown) return box.remove();
    show(state);
    if (!box.isConnected) root.append(box);
  });
}

/** An element that is a part of its own name. */
function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  part: string,
  ...children: Node[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.setAttribute("part", part);
  made.id = part;
  made.append(...children);
  return made;
}

/** Everything inside, once; `show` fills it in. */
function draw(element: HTMLElement, consent: Consent): { box: HTMLElement; show(state: Shown): void } {
  const word = (name: ConsentWord) => element.getAttribute(name) ?? CONSENT_WORDS[name];
  let state: Shown;
  let busy = false;

  const label = make("span", "label");
  const toggle = make("button", "switch", make("span", "thumb"));
  const line = make("p", "state");
  const purpose = make("p", "purpose");
  const time = make("p", "time");
  const notice = make("a", "notice");
  const erase = make("button", "erase");
  const question = make("p", "question");
  const yes = make("button", "erase-yes");
  const no = make("button", "erase-no");
  const confirm = make("div", "confirm", question, yes, no);
  const message = make("p", "message");
  const box = make(
    "section",
    "box",
    make("div", "row", label, toggle),
    line,
    message,
    purpose,
    notice,
    time,
    erase,
    confirm,
  );

  const buttons = [toggle, erase, yes, no];
  const roles: [HTMLElement, string, string?][] = [
    [box, "region", "label"],
    [toggle, "switch", "label"],
    [line, "status"],
    [message, "alert"],
    [confirm, "group", "question"],
  ];
  for (const [target, role, labelledBy] of roles) {
    target.setAttribute("role", role);
    if (labelledBy) target.setAttribute("aria-labelledby", labelledBy);
  }
  purpose.dir = "auto";
  notice.target = "_blank";
  notice.rel = "noopener";
  message.hidden = confirm.hidden = true;

  const say = (text: string) => {
    message.hidden = !text;
    message.textContent = text;
  };

  const ask = (asking: boolean) => {
    confirm.hidden = !asking;
    erase.hidden = asking || !state.erasure;
  };

  const show = (next: Shown) => {
    state = next;
    const { allowed, because, at } = state;
    toggle.setAttribute("aria-checked", String(allowed));
    const why = allowed ? "on" : because === "gpc" || because === "outdated" ? because : "off";
    line.textContent = word(`${why}-text`);
    purpose.textContent = state.purpose;
    purpose.hidden = !state.purpose;
    notice.hidden = !/^https?:/.test(state.noticeUrl);
    if (!notice.hidden) notice.href = state.noticeUrl;
    time.hidden = !at;
    const locale = element.closest<HTMLElement>("[lang]")?.lang || undefined;
    const chosen = new Date(at ?? 0).toLocaleString(locale, { dateStyle: "long", timeStyle: "short" });
    time.textContent = `${word("time-text")} ${chosen}`;
    for (const target of [label, yes, no]) target.textContent = word(target.id as ConsentWord);
    question.textContent = word("erase-question");
    for (const target of [notice, erase]) target.textContent = word(`${target.id}-text` as ConsentWord);
    ask(!confirm.hidden && state.erasure);
  };

  const hold = (held: boolean) => {
    busy = held;
    for (const button of buttons) {
      if (held) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  };

  /** One thing at a time. Buttons stay focusable meanwhile: a disabled one would lose the focus. */
  const during = async (run: () => Promise<unknown>, done?: ConsentWord) => {
    if (busy) return;
    hold(true);
    say("");
    try {
      await run();
      say(consent.isPending() ? word("pending-text") : done ? word(done) : "");
    } catch (error) {
      say(word(`${(error as ConsentError).code}-error`));
    }
    hold(false);
  };

  toggle.addEventListener("click", () => void during(() => consent.set(!state.allowed)));
  erase.addEventListener("click", () => {
    if (busy) return;
    ask(true);
    no.focus();
  });
  no.addEventListener("click", () => {
    ask(false);
    erase.focus();
  });
  yes.addEventListener(
    "click",
    () =>
      void during(async () => {
        await consent.erase();
        ask(false);
        erase.focus();
      }, "erased-text"),
  );
  return { box, show };
}
