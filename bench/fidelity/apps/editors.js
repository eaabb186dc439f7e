import { basicSetup, EditorView } from "codemirror";
import { javascript } from "@codemirror/lang-javascript";
import Quill from "quill";
const doc = Array.from(
  { length: 200 },
  (_, i) => `function f${i}(a, b) {\n  return a * ${i} + "text ${i}"; // line ${i}\n}`,
).join("\n");
window.cm = new EditorView({ doc, extensions: [basicSetup, javascript()], parent: document.getElementById("cm") });
window.quill = new Quill("#quill", {
  theme: "snow",
  modules: {
    toolbar: [
      [{ header: [1, 2, false] }],
      ["bold", "italic", "link", "code-block"],
      [{ list: "ordered" }, { list: "bullet" }],
      [{ color: [] }],
    ],
  },
});
