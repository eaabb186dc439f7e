import { clockText } from "../format/time.ts";
import { addressAt } from "../player/address-at.ts";
import { SPEEDS, type Speed } from "../player/clock.ts";
import { fit } from "../player/fit.ts";
import { startPlayback, type Playback } from "../player/playback.ts";
import type { SessionSource } from "../player/session-source.ts";
import { exposePlayer } from "../player/window-player.ts";

const PLAY = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 4.5v15l12-7.5z"/></svg>`;
const PAUSE = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.5h4v15H6zm8 0h4v15h-4z"/></svg>`;
/** How far the arrow keys go, milliseconds. */
const STEP_MS = 5_000;

const MARKUP = `<header><strong id="when"></strong><span id="address"></span></header>
  <div id="stage"><div id="sheet"><div id="host"></div></div><p id="cover" role="status"></p></div>
  <footer>
    <button id="toggle" type="button"></button>
    <span id="time"></span>
    <input id="seek" type="range" min="0" step="1" aria-label="Time">
    <label><input id="skip" type="checkbox" checked> Skip inactivity</label>
    <select id="speed" aria-label="Speed">${SPEEDS.map((speed) => `<option value="${speed}">${speed}×</option>`).join("")}</select>
  </footer>`;

function parts(root: HTMLElement) {
  const find = <T extends HTMLElement>(id: string) => root.querySelector<T>(`#${id}`)!;
  return {
    when: find("when"),
    address: find("address"),
    stage: find("stage"),
    sheet: find("sheet"),
    host: find("host"),
    cover: find("cover"),
    toggle: find<HTMLButtonElement>("toggle"),
    time: find("time"),
    seek: find<HTMLInputElement>("seek"),
    skip: find<HTMLInputElement>("skip"),
    speed: find<HTMLSelectElement>("speed"),
  };
}

/** What lies over the stage; empty when there is a picture. */
function coverText({ store }: Playback): string {
  const { problem, page, complete, overview } = store.get();
  if (problem) return problem.message;
  if (page !== null) return "";
  return complete && overview.spans.length === 0 ? "There is no picture in this session." : "Opening the recording";
}

function listen(playback: Playback, view: ReturnType<typeof parts>): void {
  const { store } = playback;
  const toggle = () => (store.get().clock.playing ? playback.pause() : playback.play());
  view.toggle.addEventListener("click", toggle);
  view.seek.addEventListener("input", () => playback.seek(Number(view.seek.value)));
  view.skip.addEventListener("change", () => playback.clock({ kind: "skip-idle", on: view.skip.checked }));
  view.speed.addEventListener("change", () =>
    playback.clock({ kind: "speed", speed: Number(view.speed.value) as Speed }),
  );
  addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || target instanceof HTMLSelectElement) return;
    if (key === " " && !(target instanceof HTMLButtonElement)) toggle();
    else if (key === "ArrowLeft" || key === "ArrowRight")
      playback.seek(Math.max(0, store.get().clock.time + (key === "ArrowLeft" ? -STEP_MS : STEP_MS)));
    else return;
    event.preventDefault();
  });
}

/** The player of a session that is in the page. Opens at the beginning, or where `#t=<ms>` in the address says, and stands still there. */
export function showPlayer(root: HTMLElement, source: SessionSource): Playback {
  root.innerHTML = MARKUP;
  const view = parts(root);
  const asked = Number(/^#t=(\d+)$/.exec(location.hash)?.[1] ?? 0);
  const playback = startPlayback(view.host, source, { time: asked, pause: true, skipIdle: true });
  const { store } = playback;
  view.speed.value = "1";

  function place(): void {
    const size = store.get().size ?? { width: 1280, height: 800 };
    const room = { width: view.stage.clientWidth, height: view.stage.clientHeight };
    const { scale, left, top, width, height } = fit(size, room);
    Object.assign(view.sheet.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    Object.assign(view.host.style, { width: `${size.width}px`, height: `${size.height}px` });
    view.host.style.transform = scale < 1 ? `scale(${scale})` : "";
  }

  let shownPlaying: boolean | null = null;
  function render(): void {
    const { clock, manifest, page, overview } = store.get();
    const startedAt = manifest?.session.startedAt ?? 0;
    if (clock.playing !== shownPlaying) {
      shownPlaying = clock.playing;
      view.toggle.innerHTML = clock.playing ? PAUSE : PLAY;
      view.toggle.setAttribute("aria-label", clock.playing ? "Pause" : "Play");
    }
    view.time.textContent = `${clockText(clock.time)} / ${clockText(clock.duration)}`;
    view.seek.max = String(Math.max(1, clock.duration));
    view.seek.value = String(clock.time);
    view.seek.setAttribute("aria-valuetext", clockText(clock.time));
    view.when.textContent = manifest ? new Date(startedAt).toLocaleString() : "";
    view.address.textContent = addressAt(overview.items, manifest?.pages ?? [], page, startedAt + clock.time).url;
    const cover = coverText(playback);
    view.cover.textContent = cover;
    view.cover.hidden = cover === "";
    place();
  }

  listen(playback, view);
  store.subscribe(render);
  new ResizeObserver(place).observe(view.stage);
  exposePlayer(playback);
  render();
  return playback;
}
