import { createInterface } from 'node:readline';

/** Answers each line of JSON on the standard input with another, until there are no more. */
export async function answerLines(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  }
}
