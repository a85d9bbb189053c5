import { createInterface } from 'node:readline';

/** Answers each line of JSON on standard input with another line, until the input ends. */
export async function answerLines(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  }
}
