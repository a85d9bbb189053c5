/**
 * Returns a function that calls `load` once and returns the same promise from then on. A promise that fails is
 * forgotten, so that the next call tries again.
 */
export function once<A extends unknown[], T>(load: (...given: A) => Promise<T>): (...given: A) => Promise<T> {
  let loading: Promise<T> | null = null;
  return (...given) => {
    loading ??= load(...given).catch((reason: unknown) => {
      loading = null;
      throw reason;
    });
    return loading;
  };
}
