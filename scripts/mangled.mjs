// Names of properties that are shortened in the chunks: those that never leave their chunk. Not one that a browser, the wire,
// another chunk or the site knows, nor one that is looked up by a text (mangled.test.ts).
const RECORDER =
  "asker chance compress directives flushBytes flying gapEvent holdsKeyframe isEmpty isHeld isOpen isOver isPaused isPending isStale isUntold keyframeMs knowledge lastOrder parcelBytes parcelEvents parcels queueBytes renewed sending settled stopDom tracked unhold unsaid wakeable whenReady";

/** rrweb's own, and its options as `rrweb.ts` gives them. */
const CAPTURE =
  "_unchangedStyles addLoadListener adopting addShadowRoot addedSet adoptStyleSheets adoptedStyleSheetCb attachIframe attachLinkElement attributeMap blockClass blockSelector bypassOptions cssCaptured customElementCb droppedSet errorHandler genAdds genTextAreaValueMutation getId getMeta getNode hasNode idNodeMap idStyleMap iframeManager ignoreClass ignoreSelector inOtherBuffer inlineStylesheet inputCb loadListener mapRemoves maskAllInputs maskInputFn maskInputOptions maskTextClass maskTextFn maskTextSelector mediaInteractionCb mouseInteractionCb mousemoveCallback mousemoveCb movedMap movedSet mutationCb needsMask newlyAddedElement nodeMap nodeMetaMap observeAttachShadow onIframeLoad onSerialize onStylesheetLoad patchAttachShadow preserveWhiteSpace processMutation processMutations processedNodeManager recordAfter recordCanvas recordCrossOriginIframes removeNodeFromMap removesSubTreeCache restoreHandlers sampling scrollCb serialise selectionCb shadowDomManager shadowDoms skipChild slimDOMOptions styleDeclarationCb styleDiff styleIDMap styleMirror styleSheetRuleCb stylesheetManager takeFullSnapshot trackedLinkElements unattachedDoc userTriggeredOnInput viewportResizeCb";

/** By chunk. */
export const MANGLED = { recorder: RECORDER.split(" "), capture: CAPTURE.split(" ") };

/** esbuild's option for a chunk. */
export function mangleProps(chunk) {
  return new RegExp(`^(?:${MANGLED[chunk].join("|")})$`);
}
