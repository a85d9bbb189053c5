// Runs one request at a time. However many changes arrive during a run, only one more run follows, and it
// reads the latest state: a pen moves faster than the networks answer.

/** Returns a function that requests a run of `perform`; `showBusy` is called when runs begin and end. */
export function latestOnly(
  perform: () => Promise<void>,
  showBusy: (isBusy: boolean) => void = () => undefined,
): () => void {
  let busy = false;
  let wanted = false;

  async function drain(): Promise<void> {
    busy = true;
    showBusy(true);
    while (wanted) {
      wanted = false;
      await perform();
    }
    busy = false;
    showBusy(false);
  }

  return () => {
    wanted = true;
    if (!busy) void drain();
  };
}
