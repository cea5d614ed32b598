// Light, dark and paper: what a page is shown on.
const theme = () => {
  const asked = location.hash.slice(1);
  if (asked === "dark" || asked === "light") root.dataset.theme = asked;
  else delete root.dataset.theme;
};

// Paper is white and as wide as A4 less its margins; the screen's colours and width come back after it.
const paperWidth = 680;
const print = (on) => {
  if (on === Boolean(root.dataset.paper)) return;
  if (on) {
    root.dataset.paper = String(paperWidth);
    root.dataset.theme = "light";
  } else {
    delete root.dataset.paper;
    theme();
  }
  redraw();
};

const listen = () => {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("hashchange", () => { theme(); redraw(); });
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  let width = root.clientWidth;
  addEventListener("resize", () => {
    if (root.dataset.paper || root.clientWidth === width) return;
    width = root.clientWidth;
    redraw();
  });
};
