/** The frame element of a window, in this document, its shadow roots and frames of its own origin. */
export function frameOf(source: unknown, root: Document | ShadowRoot = document): HTMLIFrameElement | undefined {
  for (const frame of framesIn(root)) if (frame.contentWindow === source) return frame;
  return undefined;
}

/** All frames in a root, however deep. */
export function* framesIn(root: Document | ShadowRoot): Generator<HTMLIFrameElement> {
  for (const element of root.querySelectorAll("*")) {
    if (element.shadowRoot) yield* framesIn(element.shadowRoot);
    if (element.localName !== "iframe") continue;
    const frame = element as HTMLIFrameElement;
    yield frame;
    if (frame.contentDocument) yield* framesIn(frame.contentDocument);
  }
}
