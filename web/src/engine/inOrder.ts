/** Makes a function that runs actions one after another: each begins when the one before has ended. */
export function inOrder(): <T>(action: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(action: () => Promise<T>) => {
    const next = last.then(action, action);
    last = next;
    return next;
  };
}
