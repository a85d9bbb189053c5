import { createInterface } from 'node:readline';

/** Answers each line of JSON on standard input with another line, until the input ends or `answer` throws. */
export async function answerLines(answer) {
  try {
    for await (const line of createInterface({ input: process.stdin })) {
      process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
    }
  } finally {
    process.stdin.destroy(); // while it is open, Node keeps running, and the benchmark would wait for an answer
  }
}
