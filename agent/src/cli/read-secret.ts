import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { ReadStream } from 'node:tty';

/** At a terminal asks without echo; otherwise takes all of the input. A line break at the end is not part of the secret. */
export async function readSecretFrom(input: ReadStream, output: NodeJS.WritableStream, prompt: string): Promise<string> {
  const text = input.isTTY ? await askHidden(input, output, prompt) : await readAll(input);
  return text.replace(/\r?\n$/, '');
}

async function readAll(input: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of input) text += chunk.toString();
  return text;
}

function askHidden(input: ReadStream, output: NodeJS.WritableStream, prompt: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  output.write(prompt);
  return new Promise((resolve) => {
    lines.once('close', () => resolve(''));
    lines.question('', (answer) => {
      resolve(answer);
      lines.close();
      output.write('\n');
    });
  });
}
