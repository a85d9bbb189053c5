// Simulates a pen, a finger and screens of other densities, which Playwright cannot: in Chromium through its own
// protocol, in Firefox through WebDriver BiDi. Only the pen in Firefox is simulated by scripted events.

import { bidiSession, isFirefox } from './browsers.mjs';
import { onPad } from './page.mjs';

const chromiumNames = { down: 'Pressed', move: 'Moved', up: 'Released' };

/** The pointer id of the mouse, because a pointer that the browser has not seen yet cannot be captured. */
const knownPointer = isFirefox ? 0 : 1;

const tip = { button: 0, buttons: 1 };
export const eraserEnd = { button: 5, buttons: 32 };

/** Dispatches scripted pen events, each given as [type, place on the screen]. */
function scriptedPen(page, events, { button, buttons } = tip) {
  const inits = events.map(([type, [clientX, clientY]]) => ({
    type: `pointer${type}`,
    pointerId: knownPointer,
    pointerType: 'pen',
    pressure: 0.5,
    bubbles: true,
    cancelable: true,
    clientX,
    clientY,
    button: type === 'move' ? -1 : button,
    buttons: type === 'up' ? 0 : buttons,
  }));
  return page.locator('.pad-canvas').evaluate((canvas, all) => {
    for (const init of all) canvas.dispatchEvent(new PointerEvent(init.type, init));
  }, inits);
}

/** Draws many strokes fast, with either end of the pen, by scripted events. Points are fractions of the pad. */
export async function scribble(page, strokes, end = tip) {
  const places = await onPad(page, strokes.flat());
  await page.mouse.move(...places[0]); // makes the pointer known
  const events = strokes.flatMap((stroke) => {
    const [first, ...others] = places.splice(0, stroke.length);
    return [['down', first], ...others.map((place) => ['move', place]), ['up', others.at(-1) ?? first]];
  });
  await scriptedPen(page, events, end);
}

async function chromiumHands(page) {
  const session = await page.context().newCDPSession(page);
  return {
    pen: (type, [x, y]) =>
      session.send('Input.dispatchMouseEvent', {
        x,
        y,
        type: `mouse${chromiumNames[type]}`,
        button: 'left',
        buttons: type === 'up' ? 0 : 1,
        clickCount: 1,
        pointerType: 'pen',
        force: 0.5,
      }),
    finger: (type, [x, y]) => {
      const name = { down: 'touchStart', move: 'touchMove', up: 'touchEnd' }[type];
      return session.send('Input.dispatchTouchEvent', { type: name, touchPoints: type === 'up' ? [] : [{ x, y }] });
    },
  };
}

async function firefoxHands(page) {
  const session = bidiSession(page);
  const context = session.sessionId;
  await page.mouse.move(9, 9); // the browser must have seen the pointer before it can capture it
  const parts = { down: ['pointerMove', 'pointerDown'], move: ['pointerMove'], up: ['pointerUp'] };
  return {
    pen: (type, place) => scriptedPen(page, [[type, place]]),
    finger: (type, place) => {
      const [x, y] = place.map(Math.round);
      const actions = parts[type].map((part) => ({ type: part, x, y, button: 0 }));
      const source = { type: 'pointer', id: 'finger', parameters: { pointerType: 'touch' }, actions };
      return session.send('input.performActions', { context, actions: [source] });
    },
  };
}

/** Returns `pen` and `finger`; both take "down", "move" or "up", and a point in fractions of the pad. */
export async function handsOn(page) {
  const { pen, finger } = await (isFirefox ? firefoxHands : chromiumHands)(page);
  const onPlace = (act) => async (type, point) => act(type, (await onPad(page, [point]))[0]);
  return { pen: onPlace(pen), finger: onPlace(finger) };
}

/** Draws a line with a pen or a finger; `between` is called after each move. */
export async function drawWith(hand, points, between = async () => {}) {
  await hand('down', points[0]);
  for (const point of points.slice(1)) {
    await hand('move', point);
    await between();
  }
  await hand('up', points.at(-1));
}

/** Simulates moving the window to a screen of another density. */
export async function moveToScreen(page, { width, height, density }) {
  if (isFirefox) {
    const session = bidiSession(page);
    const viewport = { width, height };
    return session.send('browsingContext.setViewport', {
      context: session.sessionId,
      viewport,
      devicePixelRatio: density,
    });
  }
  const session = await page.context().newCDPSession(page);
  const metrics = { width, height, deviceScaleFactor: density, mobile: false };
  return session.send('Emulation.setDeviceMetricsOverride', metrics);
}
