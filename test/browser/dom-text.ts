import type { Page } from "playwright-core";

/**
 * The DOM as text, for comparing a page with its replay: elements, attributes, texts, open shadow roots and frames.
 * Left out is what a recording leaves out or changes on purpose: scripts, comments, the head, values of fields and of data attributes, rrweb's own marks;
 * addresses are compared as absolute ones without query. Runs in the page, so it is one self-contained function.
 */
function domText(doc: Document): string {
  const SKIPPED = new Set(["SCRIPT", "NOSCRIPT", "STYLE", "LINK", "META", "TEMPLATE", "HEAD"]);
  const DROPPED =
    /^(?:rr_|on|value$|data-rr|data-playhead-not-kept$|integrity$|nonce$|ping$|target$|formaction$|srcdoc$|checked$|selected$|sandbox$|crossorigin$|loading$|autoplay$|fetchpriority$|autocomplete$|xmlns(?::|$)|imagesrcset$|imagesizes$|pattern$)/;
  const ADDRESS = new Set(["src", "href", "poster", "action", "xlink:href", "data", "srcset"]);
  const lines: string[] = [];
  const attributesOf = (element: Element) =>
    element
      .getAttributeNames()
      .filter((name) => !DROPPED.test(name) && !ADDRESS.has(name))
      .map((name) => {
        const value = element.getAttribute(name) ?? "";
        if (name === "class")
          return `class=${value
            .split(/\s+/)
            .filter((word) => word && !word.startsWith(":"))
            .toSorted()
            .join(" ")}`;
        // Their values are content, unless they are words for states.
        if (name.startsWith("data-")) return name;
        return name === "style" ? `style=${(element as HTMLElement).style.cssText}` : `${name}=${value}`;
      })
      // An attribute without content says the same whether it is there or not only for class and style.
      .filter((text) => text !== "class=" && text !== "style=")
      .toSorted();
  const visit = (node: Node, depth: number): void => {
    const indent = " ".repeat(depth);
    if (node.nodeType === 3) {
      const text = (node.textContent ?? "").replaceAll(/\s+/g, " ").trim();
      if (text) lines.push(`${indent}"${text}"`);
      return;
    }
    if (node.nodeType !== 1 || SKIPPED.has(node.nodeName.toUpperCase())) return;
    const element = node as Element;
    lines.push(
      `${indent}<${element.localName}${attributesOf(element)
        .map((text) => ` ${text}`)
        .join("")}>`,
    );
    if (element.shadowRoot) {
      lines.push(`${indent} #shadow`);
      for (const child of element.shadowRoot.childNodes) visit(child, depth + 2);
    }
    if (element.localName === "iframe") {
      const inner = (element as HTMLIFrameElement).contentDocument?.body;
      if (inner) visit(inner, depth + 1);
      return;
    }
    if (element.localName === "textarea") return;
    for (const child of element.childNodes) visit(child, depth + 1);
  };
  visit(doc.body, 0);
  return lines.join("\n");
}

/** What a page looked like at a moment, and that moment as the player's `t`. */
export interface Moment {
  t: number;
  dom: string;
}

interface RecordedWindow {
  playhead: { sessionUrl(): string | null };
}

/** Takes the DOM and the moment in one go, so that nothing happens between them. */
export function takeMoment(page: Page): Promise<Moment> {
  return page.evaluate<Moment>(`(() => {
    const dom = (${domText.toString()})(document);
    return { dom, t: Number(new URL(window.playhead.sessionUrl()).searchParams.get("t")) };
  })()`);
}

/** The DOM inside the replay's frame on the player's page. */
export function replayDom(player: Page): Promise<string> {
  return player.evaluate(`(${domText.toString()})(document.querySelector("iframe[data-replay]").contentDocument)`);
}

export type { RecordedWindow };
