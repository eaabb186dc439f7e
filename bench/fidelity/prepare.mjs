// Brings what the pages are made of, once: packages of their own, bundles, and test media.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const VIDEO = [
  "-c:v",
  "libx264",
  "-pix_fmt",
  "yuv420p",
  "-g",
  "25",
  "-crf",
  "30",
  "-c:a",
  "aac",
  "-movflags",
  "+faststart",
];
const MEDIA = {
  "clip.mp4": ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=12", "-f", "lavfi", "-i", "sine=f=440:d=12", ...VIDEO],
  "fractal.webm": [
    "-f",
    "lavfi",
    "-i",
    "mandelbrot=s=640x360:r=25",
    "-t",
    "8",
    "-c:v",
    "libvpx",
    "-b:v",
    "500k",
    "-g",
    "25",
  ],
  "poster.png": ["-f", "lavfi", "-i", "smptehdbars=s=640x360", "-frames:v", "1"],
  "still.png": ["-f", "lavfi", "-i", "mandelbrot=s=600x400:start_scale=0.05", "-frames:v", "1"],
  "photo.jpg": ["-f", "lavfi", "-i", "gradients=s=400x300:c0=tomato:c1=navy:duration=1", "-frames:v", "1", "-q:v", "4"],
  "anim.gif": ["-f", "lavfi", "-i", "testsrc=s=160x120:r=5:d=2"],
  "tone.mp3": ["-f", "lavfi", "-i", "sine=f=330:d=10", "-b:a", "64k"],
};

/** @throws {Error} when a file is missing and ffmpeg is, too */
export function prepare() {
  const { dependencies } = JSON.parse(readFileSync(here("package.json"), "utf8"));
  if (Object.keys(dependencies).some((name) => !existsSync(here(`node_modules/${name}`)))) {
    console.log("Installing the third-party pages into bench/fidelity/node_modules …");
    const options = ["--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--no-package-lock"];
    execFileSync("npm", ["install", ...options], { cwd: here("."), stdio: "inherit" });
  }
  mkdirSync(here("media"), { recursive: true });
  for (const [name, options] of Object.entries(MEDIA)) {
    if (existsSync(here(`media/${name}`))) continue;
    try {
      execFileSync("ffmpeg", ["-hide_banner", "-loglevel", "error", "-y", ...options, here(`media/${name}`)]);
    } catch (error) {
      throw new Error("The test media are made by ffmpeg. On Debian: apt-get install ffmpeg", { cause: error });
    }
  }
  buildSync({
    entryPoints: readdirSync(here("apps"))
      .filter((name) => /\.jsx?$/.test(name))
      .map((name) => here(`apps/${name}`)),
    outdir: here("apps/built"),
    bundle: true,
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
}
