// Ten digits as pen strokes, and ways to draw them. Coordinates are fractions of the digit's height.

/** The strokes of each digit from 0 to 9. */
export const digits = [
  [
    [
      [0.36, 0.01],
      [0.2, 0.06],
      [0.08, 0.2],
      [0.02, 0.4],
      [0.02, 0.62],
      [0.08, 0.82],
      [0.2, 0.96],
      [0.34, 1],
      [0.48, 0.95],
      [0.6, 0.8],
      [0.66, 0.6],
      [0.66, 0.38],
      [0.6, 0.18],
      [0.5, 0.05],
      [0.36, 0.01],
    ],
  ],
  [
    [
      [0.44, 0],
      [0.41, 0.25],
      [0.38, 0.5],
      [0.35, 0.75],
      [0.32, 1],
    ],
  ],
  [
    [
      [0.04, 0.2],
      [0.12, 0.06],
      [0.3, 0],
      [0.48, 0.05],
      [0.58, 0.18],
      [0.56, 0.36],
      [0.44, 0.55],
      [0.28, 0.73],
      [0.12, 0.88],
      [0.02, 0.98],
      [0.22, 0.95],
      [0.44, 0.95],
      [0.66, 0.97],
    ],
  ],
  [
    [
      [0.06, 0.08],
      [0.22, 0.01],
      [0.4, 0.01],
      [0.53, 0.1],
      [0.55, 0.24],
      [0.46, 0.38],
      [0.26, 0.46],
      [0.44, 0.5],
      [0.57, 0.6],
      [0.6, 0.75],
      [0.52, 0.9],
      [0.36, 0.99],
      [0.18, 1],
      [0.03, 0.93],
    ],
  ],
  [
    [
      [0.14, 0.02],
      [0.09, 0.2],
      [0.05, 0.4],
      [0.04, 0.54],
      [0.2, 0.56],
      [0.4, 0.54],
      [0.58, 0.51],
    ],
    [
      [0.56, 0],
      [0.54, 0.25],
      [0.51, 0.5],
      [0.48, 0.75],
      [0.46, 1],
    ],
  ],
  [
    [
      [0.18, 0.04],
      [0.15, 0.2],
      [0.12, 0.4],
      [0.28, 0.36],
      [0.44, 0.4],
      [0.56, 0.52],
      [0.59, 0.68],
      [0.53, 0.84],
      [0.38, 0.96],
      [0.2, 1],
      [0.04, 0.95],
    ],
    [
      [0.18, 0.04],
      [0.36, 0.04],
      [0.58, 0.01],
    ],
  ],
  [
    [
      [0.48, 0],
      [0.32, 0.12],
      [0.18, 0.3],
      [0.08, 0.5],
      [0.05, 0.7],
      [0.1, 0.88],
      [0.24, 0.99],
      [0.4, 0.98],
      [0.52, 0.86],
      [0.53, 0.7],
      [0.44, 0.59],
      [0.3, 0.57],
      [0.16, 0.64],
      [0.07, 0.76],
    ],
  ],
  [
    [
      [0.02, 0.06],
      [0.2, 0.05],
      [0.4, 0.04],
      [0.62, 0.02],
      [0.54, 0.22],
      [0.45, 0.44],
      [0.37, 0.66],
      [0.3, 0.84],
      [0.26, 1],
    ],
  ],
  [
    [
      [0.52, 0.12],
      [0.4, 0.02],
      [0.24, 0.02],
      [0.13, 0.12],
      [0.15, 0.27],
      [0.28, 0.41],
      [0.44, 0.54],
      [0.55, 0.7],
      [0.54, 0.87],
      [0.42, 0.99],
      [0.24, 0.99],
      [0.12, 0.88],
      [0.13, 0.71],
      [0.25, 0.54],
      [0.42, 0.4],
      [0.53, 0.26],
      [0.52, 0.12],
    ],
  ],
  [
    [
      [0.5, 0.16],
      [0.4, 0.04],
      [0.24, 0.02],
      [0.11, 0.12],
      [0.08, 0.28],
      [0.16, 0.42],
      [0.3, 0.45],
      [0.43, 0.36],
      [0.5, 0.16],
      [0.5, 0.4],
      [0.47, 0.7],
      [0.42, 1],
    ],
  ],
];

/** Kinds of handwriting. Sizes and centres are fractions of the pad; with a pressure, a pen draws, else the mouse. */
export const kinds = [
  { name: 'centred', size: 0.68 },
  { name: 'small', size: 0.4 },
  { name: 'small in a corner', size: 0.3, centre: [0.22, 0.8] },
  { name: 'huge', size: 0.92 },
  { name: 'thin', size: 0.68, pressure: 0.04 },
  { name: 'thick', size: 0.68, pressure: 1 },
  { name: 'rotated', size: 0.68, degrees: 20 },
];

const widthOfBox = 0.66;

/** The strokes of a digit in one kind of handwriting, in fractions of the pad's side. */
export function written(digit, { size, centre = [0.5, 0.5], degrees = 0 }) {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return digits[digit].map((stroke) =>
    stroke.map(([x, y]) => {
      const [right, down] = [(x - widthOfBox / 2) * size, (y - 0.5) * size];
      return [centre[0] + right * cos - down * sin, centre[1] + right * sin + down * cos];
    }),
  );
}

const side = 28;
/** Pixels with more ink than this belong to the digit. */
const half = 0.5;

/** Converts the pixels of a 28×28 picture in the light theme to ink values from 0 to 1. */
export function inkOf(pixels) {
  const [paper, pen] = [255, 16];
  return pixels.filter((_, index) => index % 4 === 0).map((red) => (paper - red) / (paper - pen));
}

/** Whether a thinning step may clear a pixel, given its neighbours clockwise from the top. */
function isEdge(around, isFirst) {
  const count = around.filter(Boolean).length;
  const rises = around.filter((ink, index) => !ink && around[(index + 1) % 8]).length;
  const [up, , right, , down, , left] = around;
  const isOpen = isFirst
    ? !(up && right && down) && !(right && down && left)
    : !(up && right && left) && !(up && down && left);
  return count >= 2 && count <= 6 && rises === 1 && isOpen;
}

/** The skeleton of a picture, found with the thinning algorithm of Zhang and Suen (1984). */
function skeleton(ink) {
  let on = ink.map((value) => value > half);
  const at = (row, column) => row >= 0 && column >= 0 && row < side && column < side && on[row * side + column];
  const around = (row, column) =>
    [
      [-1, 0],
      [-1, 1],
      [0, 1],
      [1, 1],
      [1, 0],
      [1, -1],
      [0, -1],
      [-1, -1],
    ].map(([down, right]) => at(row + down, column + right));
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const isFirst of [true, false]) {
      const kept = on.map((ink, index) => ink && !isEdge(around(Math.floor(index / side), index % side), isFirst));
      hasChanged ||= kept.some((ink, index) => ink !== on[index]);
      on = kept;
    }
  }
  return on;
}

/** The mean width of the strokes of a 28×28 picture in pixels: its ink divided by the length of its skeleton. */
export function strokeWidth(ink) {
  const on = skeleton(ink);
  const at = (row, column) => row < side && column >= 0 && column < side && on[row * side + column];
  let length = 0;
  on.forEach((isOn, index) => {
    if (!isOn) return;
    const [row, column] = [Math.floor(index / side), index % side];
    const [right, down] = [at(row, column + 1), at(row + 1, column)];
    length += right + down;
    // A diagonal step counts only if no path around the corner does.
    if (at(row + 1, column + 1) && !right && !down) length += Math.SQRT2;
    if (at(row + 1, column - 1) && !at(row, column - 1) && !down) length += Math.SQRT2;
  });
  return ink.reduce((sum, value) => sum + value, 0) / length;
}
