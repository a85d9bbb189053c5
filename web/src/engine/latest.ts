// One request in the air at a time; of those that arrive meanwhile only the latest is kept. A pen
// moves faster than networks answer, and nobody wants yesterday's picture.

export function latestOnly<Request>(
  perform: (request: Request) => Promise<void>,
): (request: Request) => void {
  let busy = false;
  let waiting: { request: Request } | null = null;

  async function drain(first: Request): Promise<void> {
    busy = true;
    let next: { request: Request } | null = { request: first };
    try {
      while (next) {
        await perform(next.request);
        next = waiting;
        waiting = null;
      }
    } finally {
      busy = false;
    }
  }

  return (request) => {
    if (busy) waiting = { request };
    else void drain(request);
  };
}
