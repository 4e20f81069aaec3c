import { readableKinds } from './absorb.ts';
import type { Connection } from './connections.ts';
import { claimAll, pollOnce, unlessDown, type IntakeContext } from './intake.ts';
import type { Loop } from './loop.ts';

type MakeLoop = (name: string, work: () => Promise<number | null>) => Loop;

/**
 * One loop for each kind of document that a party tells us about, by "connection/kind": from its feed when it keeps one for us,
 * by cursor otherwise. Under a feed a sweep by cursor runs now and then, as the net.
 */
export function readingLoops(active: readonly Connection[], intake: IntakeContext, makeLoop: MakeLoop): Map<string, Loop> {
  const loops = new Map<string, Loop>();
  for (const connection of active) {
    const { pollSeconds, sweepSeconds } = connection.config;
    for (const kind of readableKinds(connection.connector)) {
      const name = `${connection.id}/${kind}`;
      const capability = connection.connector.reads[kind];
      const poll = () => pollOnce(intake, connection, kind);
      if (capability.read !== 'cannot' && capability.feed) {
        loops.set(
          name,
          makeLoop(
            `feed ${name}`,
            every(intake, connection, pollSeconds, () => claimAll(intake, connection, kind)),
          ),
        );
        makeLoop(`sweep ${name}`, every(intake, connection, sweepSeconds, poll));
      } else {
        loops.set(name, makeLoop(`poll ${name}`, every(intake, connection, pollSeconds, poll)));
      }
    }
  }
  return loops;
}

function every(intake: IntakeContext, connection: Connection, seconds: number, work: () => Promise<unknown>): () => Promise<number> {
  return async () => {
    const wait = connection.health.wait(intake.now());
    if (wait > 0) return intake.now() + wait;
    await unlessDown(work);
    return intake.now() + seconds * 1000;
  };
}
