// The results as lines and as a table.
import { median } from "./compare.mjs";

const figure = (value) => (Number.isFinite(value) ? value.toFixed(3) : "–");

function sums(scores) {
  const all = scores.map(({ ssim }) => ssim);
  return all.length > 0 ? `${figure(median(all))} / ${figure(Math.min(...all))}` : "–";
}

/** One line: a page, a recorder, a variant. */
export function describe(page, recorder, variant, entry) {
  const { scores = [], strangers = 0 } = entry[variant] ?? {};
  const each = scores.map(({ label, ssim }) => `${label} ${figure(ssim)}`).join(", ");
  const more = [strangers > 0 && `${strangers} requests to the site`, entry.problem].filter(Boolean).join("; ");
  return `${page.padEnd(18)} ${recorder.padEnd(9)} ${variant.padEnd(5)} ${sums(scores)}  ${each}${more ? `  (${more})` : ""}`;
}

function scoresOf(entry, [recorder, variant]) {
  return entry[recorder]?.[variant]?.scores ?? [];
}

function row(name, cells) {
  return `| ${name} | ${cells.join(" | ")} |`;
}

/** A Markdown table of medians and minima over the moments of each page. */
export function table(results) {
  const columns = [
    ["rrweb", "site"],
    ["playhead", "site"],
    ["rrweb", "gone"],
    ["playhead", "gone"],
  ];
  const pages = Object.entries(results);
  return [
    row("page", ["rrweb, site there", "Playhead, site there", "rrweb, site gone", "Playhead, site gone"]),
    row(
      "---",
      columns.map(() => "---:"),
    ),
    ...pages.map(([name, entry]) =>
      row(
        name,
        columns.map((column) => sums(scoresOf(entry, column))),
      ),
    ),
    row(
      "**all moments**",
      columns.map((column) => `**${sums(pages.flatMap(([, entry]) => scoresOf(entry, column)))}**`),
    ),
    "",
  ].join("\n");
}
