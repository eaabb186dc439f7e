import flatpickr from "flatpickr";
import Choices from "choices.js";
import tippy from "tippy.js";
import Swal from "sweetalert2";
import { driver } from "driver.js";
flatpickr("#date", { inline: false, mode: "range", defaultDate: ["2026-03-04", "2026-03-12"] });
new Choices("#many", { removeItemButton: true });
tippy("#tip", {
  content: "<b>a tip</b>",
  allowHTML: true,
  placement: "right-start",
  animation: "scale",
  theme: "light",
});
document.getElementById("swal").onclick = () =>
  Swal.fire({ title: "Sure?", icon: "success", showCancelButton: true, input: "text" });
document.getElementById("tour").onclick = () =>
  driver({
    steps: [
      { element: "#date", popover: { title: "A date", description: "chosen here" } },
      { element: "#many", popover: { title: "Many" } },
    ],
  }).drive();
