// One request in the air at a time; however many changes arrive meanwhile, one more follows and
// reads the state of that moment. A pen moves faster than networks answer, and nobody wants
// yesterday's picture.

/** Answers with the function that asks for `perform`; `tellBusy` hears when it begins and ends. */
export function latestOnly(
  perform: () => Promise<void>,
  tellBusy: (isBusy: boolean) => void = () => undefined,
): () => void {
  let busy = false;
  let wanted = false;

  async function drain(): Promise<void> {
    busy = true;
    tellBusy(true);
    while (wanted) {
      wanted = false;
      await perform();
    }
    busy = false;
    tellBusy(false);
  }

  return () => {
    wanted = true;
    if (!busy) void drain();
  };
}
