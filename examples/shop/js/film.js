import { fill, html, icon } from "./html.js";

/** Ties the "Play the film" button of `<figure id="film">` to its video. */
export function startFilm(figure) {
  const video = figure.querySelector("video");
  const button = figure.querySelector("button");

  function show() {
    const isPlaying = !video.paused && !video.ended;
    fill(button, isPlaying ? html`${icon("pause")} Pause` : html`${icon("play")} Play the film`);
    button.setAttribute("aria-pressed", String(isPlaying));
  }

  button.addEventListener("click", () => {
    if (video.paused) video.play().catch((error) => console.warn("The film did not start.", error));
    else video.pause();
  });
  for (const name of ["play", "pause", "ended"]) video.addEventListener(name, show);
  show();
}
