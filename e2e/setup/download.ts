import { writeFileSync } from 'node:fs';

/** Fetches a file; gives up after 4 s without an answer so that a machine without a network is not kept waiting. */
export async function fetchToFile(url: string, path: string): Promise<void> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 4_000);
  const answer = await fetch(url, { signal: stop.signal }).catch((error: unknown) => {
    throw new Error(`${new URL(url).host} cannot be reached`, { cause: error });
  });
  clearTimeout(timer);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
}
