import gsap from "gsap";
import lottie from "lottie-web/build/player/lottie_svg";
import { animate as anime, stagger, svg } from "animejs";
import { animate as motion } from "motion";
const shape = (ks) => ({
  ty: "gr",
  it: [
    { ty: "rc", p: { a: 0, k: [0, 0] }, s: { a: 0, k: [60, 60] }, r: { a: 1, k: ks } },
    {
      ty: "fl",
      c: {
        a: 1,
        k: [
          { t: 0, s: [1, 0.3, 0.2, 1] },
          { t: 90, s: [0.1, 0.5, 0.9, 1] },
        ],
      },
      o: { a: 0, k: 100 },
    },
    {
      ty: "tr",
      p: { a: 0, k: [100, 100] },
      a: { a: 0, k: [0, 0] },
      s: { a: 0, k: [100, 100] },
      r: {
        a: 1,
        k: [
          { t: 0, s: [0] },
          { t: 90, s: [180] },
        ],
      },
      o: { a: 0, k: 100 },
    },
  ],
});
lottie.loadAnimation({
  container: document.getElementById("lottie"),
  renderer: "svg",
  loop: true,
  animationData: {
    v: "5.7",
    fr: 30,
    ip: 0,
    op: 90,
    w: 200,
    h: 200,
    layers: [
      {
        ty: 4,
        ip: 0,
        op: 90,
        st: 0,
        ks: {
          o: { a: 0, k: 100 },
          p: { a: 0, k: [0, 0] },
          a: { a: 0, k: [0, 0] },
          s: { a: 0, k: [100, 100] },
          r: { a: 0, k: 0 },
        },
        shapes: [
          shape([
            { t: 0, s: [0] },
            { t: 90, s: [30] },
          ]),
        ],
      },
    ],
  },
});
document.getElementById("g").onclick = () =>
  gsap
    .timeline()
    .to(".box", { x: 400, rotation: 90, duration: 1.2, stagger: 0.15, ease: "none", borderRadius: "50%" })
    .to(".box", { y: 60, scale: 0.6, backgroundColor: "#06c", duration: 0.8 });
document.getElementById("a").onclick = () => {
  anime("#path", { d: svg.morphTo("#path2"), duration: 1200, ease: "linear" });
  anime(".dot", { translateY: -40, delay: stagger(100), duration: 800, ease: "linear", alternate: true, loop: 1 });
};
document.getElementById("m").onclick = () => {
  motion(
    ".pill",
    { x: [0, 300], opacity: [1, 0.4], backgroundColor: ["#f60", "#09f"] },
    { duration: 1.5, ease: "linear" },
  );
  motion(".pill2", { width: ["100px", "400px"], "--c": ["#f00", "#00f"] }, { type: "spring", duration: 1.5 });
};
window.ready = true;
