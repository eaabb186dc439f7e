import { playShoelace } from "./play/shoelace.mjs";
import { playSortable } from "./play/sortable.mjs";
import { playSwagger } from "./play/swagger.mjs";
import { playTabulator } from "./play/tabulator.mjs";
import { playTinymce } from "./play/tinymce.mjs";

/** Pages of well-known libraries, each with the interaction that makes it worth recording. */
export const pages = [
  { name: "swagger-ui", path: "/swagger.html", run: playSwagger },
  { name: "shoelace", path: "/shoelace.html", run: playShoelace },
  { name: "tabulator", path: "/tabulator.html", run: playTabulator },
  { name: "sortablejs", path: "/sortable.html", run: playSortable },
  { name: "tinymce", path: "/tinymce.html", run: playTinymce },
];
