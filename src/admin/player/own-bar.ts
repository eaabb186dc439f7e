/** Width of a scrollbar in the viewer's browser, CSS pixels; 0 when scrollbars lie over the page. */
export function ownBar(): number {
  const probe = document.createElement("div");
  probe.style.cssText = "position:absolute;visibility:hidden;overflow:scroll;width:100px;height:100px";
  document.body.append(probe);
  const width = probe.offsetWidth - probe.clientWidth;
  probe.remove();
  return width;
}

function rule(part: string, declarations: string): string {
  return `@layer playhead { ::-webkit-scrollbar${part} { ${declarations} } }`;
}

/**
 * Rules that make scrollbars as wide as they were, where the viewer's are not; as weak as those of browsers. Without `recorded` the
 * page had none to be measured.
 */
export function barRules(recorded: number | undefined, own: number): string[] {
  if (recorded === undefined || recorded === own) return [];
  return [
    rule("", `width: ${recorded}px; height: ${recorded}px; background: #f8f8f8;`),
    rule("-thumb", "background: #c4c4c4; border: 3px solid #f8f8f8; border-radius: 8px;"),
  ];
}
