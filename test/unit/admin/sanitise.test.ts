import { FRAME_ORIGIN } from "../../../src/admin/player/frame-origin.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordedEvent } from "../../../src/protocol/events.ts";
import { NOT_KEPT } from "../../../src/admin/player/not-kept.ts";
import { NO_FILE } from "../../../src/admin/player/reach.ts";
import { sanitise } from "../../../src/admin/player/sanitise.ts";
import type { SerialisedNode } from "../../../src/admin/player/sanitise-node.ts";

let ids = 1;
function element(tagName: string, attributes: object = {}, childNodes: object[] = [], more: object = {}): object {
  return { type: 2, id: ++ids, tagName, attributes, childNodes, ...more };
}
function snapshot(...children: object[]): RecordedEvent {
  const html = element("html", {}, [element("head"), element("body", {}, children)]);
  return {
    type: 2,
    timestamp: 1,
    data: { node: { type: 0, id: 1, childNodes: [html] }, initialOffset: { left: 0, top: 0 } },
  };
}
function incremental(data: object): RecordedEvent {
  return { type: 3, timestamp: 1, data };
}
function add(node: object): RecordedEvent {
  return incremental({
    source: 0,
    adds: [{ parentId: 1, nextId: null, node }],
    removes: [],
    texts: [],
    attributes: [],
  });
}
function change(attributes: object): RecordedEvent {
  return incremental({ source: 0, adds: [], removes: [], texts: [], attributes: [{ id: 5, attributes }] });
}
function nodes(event: RecordedEvent | null): SerialisedNode[] {
  const data = event?.data as { node?: SerialisedNode; adds?: { node: SerialisedNode }[] } | undefined;
  const all: SerialisedNode[] = [];
  const walk = (node: SerialisedNode): void => {
    all.push(node);
    node.childNodes?.forEach(walk);
  };
  if (data?.node) walk(data.node);
  data?.adds?.forEach(({ node }) => walk(node));
  return all;
}
/** The same node out of a snapshot and out of a mutation. */
function both(node: object): SerialisedNode[] {
  const { id } = node as { id: number };
  return [snapshot(node), add(node)].map((event) => nodes(sanitise(event)).find((each) => each.id === id)!);
}

describe("elements that run, navigate or fetch", () => {
  const forbidden = [
    "script",
    "SCRIPT",
    "ScRiPt",
    "svg:script",
    "noscript",
    "base",
    "BASE",
    "portal",
    "fencedframe",
    "frame",
    "frameset",
  ];
  test.each(forbidden)("<%s> becomes an empty template under its id", (tag) => {
    for (const node of both(
      element(tag, { src: "https://evil.example/x.js" }, [{ type: 3, id: 900, textContent: "alert(1)" }]),
    ))
      expect(node).toMatchObject({ tagName: "template", attributes: {}, childNodes: [] });
  });

  test.each(["object", "OBJECT", "embed", "applet"])("<%s> becomes an empty box of its size", (tag) => {
    for (const node of both(element(tag, { data: "https://evil.example", width: "300", height: 150, onload: "x" }))) {
      expect(node.tagName).toBe("span");
      expect(node.attributes).toEqual({ [NOT_KEPT]: "", style: "display:inline-block;width:300px;height:150px;" });
    }
  });

  test.each([
    ["object", "data"],
    ["embed", "src"],
  ])("a picture in <%s> of which there is a file is shown in its box", (tag, name) => {
    const address = "https://shop.example/a.svg#ph=0123456789abcdef";
    for (const node of both(element(tag, { [name]: address, width: "60", class: "a", onload: "x" }))) {
      expect(node.tagName).toBe("span");
      expect(node.attributes).toEqual({
        class: "a",
        style: 'display:inline-block;width:60px;;content:url("#ph=0123456789abcdef")',
      });
    }
  });

  test("what sheets show of an attribute is its value, none of ours", () => {
    const said = {
      "data-line": "",
      "rr_at:data-line": "12",
      "rr_at:data-rr-top": "1",
      "rr_at:onclick": "x",
      "rr_at:data-o": {},
      "rr_at:kind": "round",
      "rr_at:style": "x",
      "rr_at:src": "x",
      "rr_at:is": "x-y",
      "rr_at:part": "url(x)",
      "rr_at:href": "https://other.example",
    };
    for (const node of both(element("td", said))) expect(node.attributes).toEqual({ "data-line": "12", kind: "round" });
    const changed = sanitise(change({ "rr_at:data-line": "13", "rr_at:data-gone": null }))!.data as {
      attributes: { attributes: object }[];
    };
    expect(changed.attributes[0]!.attributes).toEqual({ "data-line": "13", "data-gone": null });
  });

  test("a script inside SVG goes, the rest of the SVG stays as it is", () => {
    const svg = element(
      "svg",
      {},
      [element("script", {}, [], { isSVG: true }), element("linearGradient", {}, [], { isSVG: true })],
      { isSVG: true },
    );
    const names = nodes(sanitise(add(svg))).map(({ tagName, isSVG }) => [tagName, isSVG]);
    expect(names).toEqual([
      ["svg", true],
      ["template", undefined],
      ["linearGradient", true],
    ]);
  });

  test.each(["preconnect", "dns-prefetch", "preload", "prefetch", "modulepreload", "icon", "stylesheet", "PreConnect"])(
    "<link rel=%s> without its sheet does nothing",
    (rel) => {
      for (const node of both(element("LINK", { rel, href: "https://evil.example", as: "script" })))
        expect(node).toMatchObject({ tagName: "link", attributes: {} });
    },
  );

  test("a link with its style sheet in it keeps the sheet alone", () => {
    for (const node of both(
      element("link", { rel: "stylesheet", href: "https://evil.example/a.css", _cssText: "a{}", media: "print" }),
    ))
      expect(node.attributes).toEqual({ _cssText: "a{}", media: "print" });
  });

  test("meta stays, http-equiv does not", () => {
    const [refresh] = both(element("meta", { "HTTP-EQUIV": "refresh", content: "0;url=https://evil.example" }));
    expect(refresh).toMatchObject({ tagName: "template", attributes: {} });
    const [scheme] = both(element("meta", { name: "color-scheme", content: "dark" }));
    expect(scheme).toMatchObject({ tagName: "meta", attributes: { content: "dark" } });
  });

  test("a frame loses its address, its content comes from the recording", () => {
    const hostile = {
      src: "https://evil.example",
      SRC: "https://evil.example",
      srcdoc: "<script>",
      SrcDoc: "x",
      sandbox: "allow-scripts",
      class: "ad",
    };
    for (const node of both(element("IFRAME", hostile)))
      expect(node).toMatchObject({ tagName: "iframe", attributes: { class: "ad" } });
  });

  test.each(["", "a b", "<img", "1x", "x/y", null, 5])("a tag name like %j becomes a template", (tag) => {
    for (const node of both(element(tag as string))) expect(node.tagName).toBe("template");
  });
});

describe("attributes", () => {
  const dropped: [string, unknown][] = [
    ["onclick", "alert(1)"],
    ["ONERROR", "alert(1)"],
    ["onanything-new", "alert(1)"],
    ["ping", "https://evil.example"],
    ["formaction", "https://evil.example"],
    ["target", "_top"],
    ["nonce", "x"],
    ["integrity", "x"],
    ["autofocus", ""],
    ["href", "javascript:alert(1)"],
    ["href", " \u0001java\nscript\t:alert(1)"],
    ["xlink:href", "JaVaScRiPt:alert(1)"],
    ["href", "data:text/html,<script>alert(1)</script>"],
    ["to", "javascript:alert(1)"],
    ["rr_mediaState", "played"],
    ["rr_dataURL", "https://evil.example/pixel"],
    ["rr_dataURL", "javascript:alert(1)"],
    ["rr_scrollTop", "1;alert(1)"],
    ["rr_unknown", "x"],
    ["a b", "x"],
    ["x><script>", "x"],
    ["toString", { x: 1 }],
  ];
  test.each(dropped)("%s=%j is dropped", (name, value) => {
    for (const node of both(element("a", { [name]: value, class: "kept" })))
      expect(node.attributes).toEqual({ class: "kept" });
    const changed = sanitise(change({ [name]: value, class: "kept" }))!.data as {
      attributes: { attributes: object }[];
    };
    expect(changed.attributes[0]!.attributes).toEqual({ class: "kept" });
  });

  test("of the address of a frame that could not be seen only the origin stays, for its label", () => {
    const address = "https://user@frame.example/path?q=1#part";
    for (const node of both(element("iframe", { rr_src: address })))
      expect(node.attributes).toEqual({ [FRAME_ORIGIN]: "https://frame.example" });
    for (const node of both(element("iframe", { rr_src: "javascript:alert(1)" })))
      expect(node.attributes).toEqual({ [FRAME_ORIGIN]: "" });
    const changed = sanitise(change({ rr_src: address }))!.data as { attributes: { attributes: object }[] };
    expect(changed.attributes[0]!.attributes).toEqual({ [FRAME_ORIGIN]: "https://frame.example" });
  });

  test("what a page looks like stays", () => {
    const kept = {
      style: "color: red",
      checked: true,
      rr_width: "10px",
      "aria-label": "x",
      src: "data:image/png;base64,xx",
    };
    for (const node of both(element("img", kept))) expect(node.attributes).toEqual(kept);
  });

  test("pictures of elsewhere keep their place and load nothing", () => {
    const outside = {
      src: "https://shop.example/a.png",
      srcset: "https://shop.example/a.png 2x",
      poster: "https://shop.example/p.png",
    };
    for (const node of both(element("img", outside))) expect(node.attributes).toEqual({ src: NO_FILE });
    for (const node of both(element("video", outside))) expect(node.attributes).toEqual({ src: NO_FILE });
    for (const node of both(element("image", { href: "https://x.example/a.svg#b" })))
      expect(node.attributes).toEqual({});
    for (const node of both(element("use", { href: "#b", "xlink:href": "/a.svg" })))
      expect(node.attributes).toEqual({ href: "#b" });
    for (const node of both(element("a", { href: "https://shop.example/" })))
      expect(node.attributes).toEqual({ href: "https://shop.example/" });
    const style = "background: url(https://shop.example/a.png) red";
    for (const node of both(element("p", { style })))
      expect(node.attributes).toEqual({ style: 'background: url("data:,") red' });
  });

  test.each(["img", "form", "iframe", "embed", "object"])(
    "<%s name> can't stand in for a member of document",
    (tag) => {
      for (const node of both(element(tag, { name: "documentElement" })))
        expect(node.attributes).not.toHaveProperty("name");
    },
  );

  test("a change can't wake a bare link or make a meta act", () => {
    const changed = sanitise(
      change({ rel: "preconnect", "http-equiv": "refresh", name: "fonts", href: "https://evil.example" }),
    );
    expect((changed!.data as { attributes: { attributes: object }[] }).attributes[0]!.attributes).toEqual({
      href: "https://evil.example",
    });
  });

  test("style changes keep their shapes", () => {
    const style = { color: "red", top: ["1px", "important"], left: false, bad: { x: 1 }, worse: [1] };
    const changed = sanitise(change({ style }))!.data as { attributes: { attributes: object }[] };
    expect(changed.attributes[0]!.attributes).toEqual({
      style: { color: "red", top: ["1px", "important"], left: false },
    });
  });
});

describe("malformed events are dropped, never an exception", () => {
  const malformed: [string, unknown][] = [
    ["no data", { type: 3, timestamp: 1 }],
    ["data is a list", { type: 3, timestamp: 1, data: [] }],
    ["no source", incremental({})],
    ["unknown source", incremental({ source: 99 })],
    ["canvas", incremental({ source: 9, id: 1, property: "drawImage", args: [] })],
    ["adopted sheets without ids", incremental({ source: 15, id: 1 })],
    ["adopted sheets of no node", incremental({ source: 15, id: "1", styleIds: [1] })],
    ["scroll to nowhere", incremental({ source: 3, id: 1, x: "0", y: null })],
    ["moves without positions", incremental({ source: 1, positions: [] })],
    ["moves with texts for places", incremental({ source: 1, positions: [{ x: "1", y: 1, id: 1, timeOffset: 0 }] })],
    ["interaction of an unknown kind", incremental({ source: 2, type: 77, id: 1 })],
    ["input without text", incremental({ source: 5, id: 1 })],
    ["a window of a million pixels", incremental({ source: 4, width: 1e6, height: 10 })],
    ["a snapshot of text", { type: 2, timestamp: 1, data: { node: { type: 3, id: 1, textContent: "" } } }],
    ["a snapshot without a node", { type: 2, timestamp: 1, data: {} }],
    ["a font of code", incremental({ source: 10, family: "x", fontSource: "alert(1)", buffer: true })],
    ["a size that is none", { type: 4, timestamp: 1, data: { href: "x", width: -1, height: "100%" } }],
    ["nothing at all", null],
  ];
  test.each(malformed)("%s", (_name, event) => {
    expect(sanitise(event as RecordedEvent)).toBeNull();
  });

  test("of lists only the good parts stay", () => {
    const data = {
      source: 0,
      adds: [{ parentId: 1, node: { type: 2, id: -3 } }, null],
      removes: [{ id: 1 }, { id: 2, parentId: 1 }],
      texts: "x",
    };
    expect(sanitise(incremental(data))!.data).toEqual({
      source: 0,
      adds: [],
      removes: [{ id: 2, parentId: 1 }],
      texts: [],
      attributes: [],
    });
  });

  test("any JSON", () => {
    const shaped = fc.record({
      type: fc.integer({ min: 0, max: 8 }),
      timestamp: fc.integer(),
      data: fc.oneof(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom("source", "node", "adds", "id", "positions", "styles", "rules"), fc.jsonValue()),
      ),
    });
    fc.assert(
      fc.property(fc.oneof(shaped, fc.jsonValue()), (event) => {
        expect(() => sanitise(event as unknown as RecordedEvent)).not.toThrow();
      }),
    );
  });
});

test("what a medium was doing is told apart from rrweb's orders", () => {
  const [video] = both(
    element("video", {
      rr_mediaState: "played",
      rr_mediaCurrentTime: 3,
      rr_mediaLoop: true,
      rr_mediaMuted: true,
      rr_mediaVolume: 0.25,
      src: "data:video/mp4;base64,xx",
      autoplay: "",
    }),
  );
  expect(video!.attributes).toEqual({ src: "data:video/mp4;base64,xx" });
  expect(video!.media).toEqual({ playing: true, position: 3, rate: 1, loop: true, muted: true, volume: 0.25 });
});
