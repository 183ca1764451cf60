// A name written with a finger or a pen. Kept as the line itself (an SVG path of whole numbers), never as a picture.

const WIDTH = 600;
const HEIGHT = 200;
const LONGEST = 20000; // signs; a long name in large letters is under 4,000

// Let somebody write on a canvas. Returns { path, empty, clear }; `changed` is called when a stroke ends.
export function pad(canvas, { path = "", changed = () => {} } = {}) {
  let strokes = path;
  let last = null;
  const pen = canvas.getContext("2d");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  pen.lineWidth = 4;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = getComputedStyle(canvas).color;
  if (path) pen.stroke(new Path2D(path));

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const along = (value, length, most) => Math.max(0, Math.min(most, Math.round((value / length) * most)));
    return [along(event.clientX - box.left, box.width, WIDTH), along(event.clientY - box.top, box.height, HEIGHT)];
  };
  const draw = (event) => {
    const here = place(event);
    if (!last || strokes.length > LONGEST - 20 || Math.hypot(here[0] - last[0], here[1] - last[1]) < 3) return;
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...here);
    pen.stroke();
    strokes += `L${here[0]} ${here[1]}`;
    last = here;
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (strokes.length > LONGEST - 20) return;
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    strokes += `M${last[0]} ${last[1]}`;
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", draw);
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      draw(event);
      if (last) changed(strokes);
      last = null;
    });
  }
  return {
    path: () => strokes,
    empty: () => !strokes.includes("L"),
    clear: () => {
      strokes = "";
      pen.clearRect(0, 0, WIDTH, HEIGHT);
      changed("");
    },
  };
}
