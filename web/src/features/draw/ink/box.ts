/** A bounding box, in fractions of the pad's side. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Boxed {
  box: Box;
}

export function boxOf({ x, y }: { x: number; y: number }): Box {
  return { left: x, top: y, right: x, bottom: y };
}

export function union(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

export function boxAround(parts: readonly Boxed[]): Box | null {
  return parts.reduce<Box | null>((all, { box }) => (all ? union(all, box) : box), null);
}

/** How far two boxes lie apart; 0 where they overlap. */
export function gap(a: Box, b: Box): number {
  const across = Math.max(0, a.left - b.right, b.left - a.right);
  const down = Math.max(0, a.top - b.bottom, b.top - a.bottom);
  return Math.hypot(across, down);
}

export function longerSide({ left, top, right, bottom }: Box): number {
  return Math.max(right - left, bottom - top);
}
