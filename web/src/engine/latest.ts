// One request in the air at a time; however many changes arrive meanwhile, one more follows and
// reads the state of that moment. A pen moves faster than networks answer, and nobody wants
// yesterday's picture.

export function latestOnly(perform: () => Promise<void>): () => void {
  let busy = false;
  let wanted = false;

  async function drain(): Promise<void> {
    busy = true;
    while (wanted) {
      wanted = false;
      await perform();
    }
    busy = false;
  }

  return () => {
    wanted = true;
    if (!busy) void drain();
  };
}
