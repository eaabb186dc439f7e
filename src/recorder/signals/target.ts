import { LIMITS } from "../../protocol/limits.ts";

/** The elements an event goes through, innermost first, also inside open shadow roots. Only good while the event is under way. */
export function pathOf(event: Event): Element[] {
  return event.composedPath().filter((target): target is Element => target instanceof Element);
}

const OWN = "data-playhead-name";
/** What every click goes through says nothing about the click. */
const PAGE = "html,body";

/**
 * The element of a path that has a name, and the name: `data-playhead-name` wherever it is, for that is the site's word; else the
 * nearest id or name. Attributes, because a field called "id" hides the property of its form.
 */
export function named(path: Element[]): { element: Element; name: string } | undefined {
  for (const names of [[OWN], ["id", "name"]])
    for (const element of path)
      for (const attribute of names) {
        const name = element.getAttribute(attribute);
        if (name && (attribute === OWN || !element.matches(PAGE)))
          return { element, name: name.slice(0, LIMITS.eventNameChars) };
      }
  return undefined;
}

/** The name in `named`, or nothing. */
export function nameOf(path: Element[]): string {
  return named(path)?.name ?? "";
}

/** What says that it reacts to clicks. Other widgets show it by their cursor. */
const REACTS = "a[href],button,summary,input,[role=button],[role=link],[role=tab],[role=menuitem],[role=switch]";

/** Whether somebody who sees it expects it to react to a click. Style is asked only when the markup does not say so. */
export function looksClickable(path: Element[]): boolean {
  return path.some((element) => element.matches(REACTS)) || getComputedStyle(path[0]!).cursor === "pointer";
}
