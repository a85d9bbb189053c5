// Caches finished ink on its own canvas, so that adding a stroke means painting only that stroke, however
// many there are already.

type Context = CanvasRenderingContext2D;

export class Layer<Item> {
  private painted: readonly Item[] = [];
  private setting = '';
  private readonly canvas = document.createElement('canvas');
  private readonly context: CanvasRenderingContext2D | null;

  constructor(settings?: CanvasRenderingContext2DSettings) {
    this.context = this.canvas.getContext('2d', settings);
  }

  /** Returns a canvas with `items` painted on it; `setting` identifies everything else that `paint` depends on. */
  picture(
    items: readonly Item[],
    side: number,
    setting: string,
    paint: (context: Context, item: Item) => void,
  ): HTMLCanvasElement {
    const goesOn = this.painted.every((item, index) => item === items[index]);
    if (!goesOn || side !== this.canvas.width || setting !== this.setting) {
      // Setting the size clears a canvas and resets its context.
      this.canvas.width = side;
      this.canvas.height = side;
      this.painted = [];
      this.setting = setting;
    }
    if (this.context) for (const item of items.slice(this.painted.length)) paint(this.context, item);
    this.painted = [...items];
    return this.canvas;
  }
}
