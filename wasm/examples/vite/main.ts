// Draw a digit: an autoencoder compresses it to 32 numbers and rebuilds it.

/// <reference types="vite/client" />
import { load, valueIn } from 'hourglass-autoencoders';
import modelAddress from 'hourglass-autoencoders/models/dense-128-32.safetensors?url';

function find<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`index.html has no such element: ${id}`);
  return element;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser cannot draw on a canvas.');
  return context;
}

const pad = find('pad', HTMLCanvasElement);
const status = find('status', HTMLOutputElement);
const drawing = contextOf(pad);
const picture = contextOf(find('rebuilt', HTMLCanvasElement));

const hourglass = await load();
const session = hourglass.createSession();
const model = await fetch(modelAddress);
valueIn(session.loadCheckpoint(new Uint8Array(await model.arrayBuffer())));

function clear(): void {
  for (const context of [drawing, picture]) context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  status.textContent = `Ready (${hourglass.variant}, threads: ${hourglass.threads})`;
}

/** One byte per pixel; the ink is white on black, so any colour channel will do. */
function greyPixels(): Uint8Array {
  const { data } = drawing.getImageData(0, 0, pad.width, pad.height);
  return Uint8Array.from({ length: pad.width * pad.height }, (_, index) => data[4 * index] ?? 0);
}

function showRebuilt(): void {
  const digit = session.normalise(greyPixels(), pad.width, pad.height);
  if ('error' in digit) {
    status.textContent = digit.error;
    return;
  }
  const { code, rebuilt, meanSquaredError } = valueIn(session.look(digit.value, digit.value));
  const { width, height } = picture.canvas;
  const image = new ImageData(width, height);
  rebuilt.forEach((value, index) => {
    image.data.set([255 * value, 255 * value, 255 * value, 255], 4 * index);
  });
  picture.putImageData(image, 0, 0);
  status.textContent = `Rebuilt from ${code.length} numbers, mean squared error ${meanSquaredError.toFixed(4)}`;
}

function startStroke({ offsetX, offsetY, pointerId }: PointerEvent): void {
  pad.setPointerCapture(pointerId);
  drawing.beginPath();
  drawing.moveTo(offsetX, offsetY);
}

function extendStroke({ buttons, offsetX, offsetY }: PointerEvent): void {
  if (!buttons) return;
  drawing.lineTo(offsetX, offsetY);
  drawing.stroke();
}

drawing.strokeStyle = 'white';
drawing.lineWidth = 22;
drawing.lineCap = 'round';
pad.addEventListener('pointerdown', startStroke);
pad.addEventListener('pointermove', extendStroke);
pad.addEventListener('pointerup', showRebuilt);
find('clear', HTMLButtonElement).addEventListener('click', clear);
clear();
