import { event, incremental, text } from "../recordings.ts";
import { malformedEvents } from "./malformed.ts";
import { WORDS } from "./texts.ts";
import { BODY, Writer, type Attack } from "./writer.ts";

/** Words, fonts, canvas calls and malformed events. */
export function others(evil: string): Attack {
  const writer = new Writer(evil, "other");
  const canvas = writer.element(["canvas", {}]) as { id: number };
  const input = writer.element(["input", {}]) as { id: number };
  const area = writer.element(["textarea", {}]) as { id: number };
  writer.body.push(canvas, input, area);
  for (const words of WORDS) {
    const shown = text(writer.next(), "words") as { id: number };
    const id = writer.next();
    writer.body.push(
      writer.host([text(writer.next(), writer.arm(words, "text"))]),
      writer.host([{ type: 5, id: writer.next(), textContent: writer.arm(words, "comment") }]),
      writer.host([{ type: 4, id: writer.next(), textContent: writer.arm(words, "cdata") }]),
      writer.host([], "div", { title: writer.arm(words, "title"), "aria-label": writer.arm(words, "label") }),
      writer.host([text(writer.next(), writer.arm(words, "textarea"))], "textarea"),
      writer.host([shown]),
    );
    writer.change({ texts: [{ id: shown.id, value: writer.arm(words, "retext") }] });
    writer.add(BODY, { type: 1, id, name: writer.arm(words, "doctype"), publicId: words, systemId: words });
    for (const { id: field } of [input, area])
      writer.events.push(incremental(0, { source: 5, id: field, text: writer.arm(words, "input"), isChecked: false }));
    writer.events.push(
      event(0, 4, { href: writer.arm(words, "meta"), width: 640, height: 400 }),
      event(0, 5, { tag: "playhead.page", payload: writer.arm({ url: words, title: words }, "page") }),
      event(0, 5, { tag: "playhead.navigation", payload: writer.arm({ url: words, title: words }, "navigation") }),
      event(0, 5, { tag: "playhead.error", payload: writer.arm({ message: words, stack: words }, "error") }),
      event(0, 5, { tag: writer.arm(words, "tag"), payload: writer.arm({ [words]: words }, "payload") }),
      incremental(0, { source: 2, type: 2, id: input.id, x: 5, y: 5, text: writer.arm(words, "click") }),
    );
  }
  for (const source of ["url(EVIL)", "url('EVIL') format('woff2')", "local('x'),url(EVIL)", "url(EVIL", "u\\72l(EVIL)"])
    for (const buffer of [false, true]) {
      const family = `font${writer.payloads}`;
      writer.body.push(writer.host([text(writer.next(), "words")], "b", { style: `font-family:${family}` }));
      const fontSource = writer.arm(source, "font");
      const descriptors = writer.arm({ display: "swap", featureSettings: "url(EVIL)" }, "font");
      writer.events.push(incremental(0, { source: 10, family, fontSource, buffer, descriptors }));
    }
  const drawn = [
    { src: "EVIL" },
    { rr_type: "HTMLImageElement", src: "EVIL" },
    { rr_type: "Blob", data: ["<script>RUN</script>"] },
  ];
  for (const arg of drawn)
    for (const type of [0, 1, 2])
      writer.events.push(
        incremental(0, {
          source: 9,
          id: canvas.id,
          type,
          property: "drawImage",
          args: writer.arm([arg, 0, 0], "canvas"),
        }),
        incremental(0, {
          source: 9,
          id: canvas.id,
          type,
          commands: [{ property: "drawImage", args: writer.arm([arg], "canvas") }],
        }),
      );
  for (const broken of malformedEvents(canvas.id)) {
    writer.payloads++;
    writer.events.push(broken);
  }
  return writer.finish();
}
