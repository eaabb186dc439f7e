/**
 * Ends the loading of a rebuilt document: rrweb opens it for writing and never closes it, and the clocks of SVG stand still until
 * then. A parser that has read nothing would put the document into quirks mode, so it is given a document type to read.
 */
export function finishDocument(document: Document): void {
  if (document.readyState !== "loading") return;
  const { compatMode, lastChild } = document;
  if (compatMode === "CSS1Compat") document.write("<!DOCTYPE html>");
  document.close();
  // What the parser has appended is no part of the recording.
  while (document.lastChild && document.lastChild !== lastChild) document.lastChild.remove();
}
