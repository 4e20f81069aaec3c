import { describe, expect, it } from 'vitest';
import { AuthenticationError, CrossdockError } from '../../src/errors/errors.ts';
import { given, thrownBy, type Bench } from './bench.ts';

/** Webhooks: only a rightly signed one is believed, and it says no more than what to read. */
export function describeHints(bench: Bench): void {
  describe('webhooks', () => {
    it('takes a rightly signed one and says what to read', async () => {
      const session = await bench.open();
      const { hook } = bench.peer();
      if (hook === null) return;
      expect(given(session.hint, 'no hint()')(hook.sign(hook.body))).toEqual(hook.expects);
    });

    it('refuses one that is unsigned, signed wrongly, or changed on the way', async () => {
      const session = await bench.open();
      const { hook } = bench.peer();
      if (hook === null) return;
      const signed = hook.sign(hook.body);
      const scrambled = Object.fromEntries(
        Object.entries(signed.headers).map(([name, value]) => [name, value?.split('').reverse().join('')]),
      );
      for (const request of [
        { headers: {}, body: hook.body },
        { headers: scrambled, body: hook.body },
        { ...signed, body: `${hook.body} ` },
      ]) {
        const told = (): Promise<unknown> => Promise.resolve().then(() => given(session.hint, 'no hint()')(request));
        expect(await thrownBy(told)).toBeInstanceOf(AuthenticationError);
      }
    });

    it('refuses a signed one that cannot be read, without falling over', async () => {
      const session = await bench.open();
      const { hook } = bench.peer();
      if (hook === null) return;
      const told = (): Promise<unknown> => Promise.resolve().then(() => given(session.hint, 'no hint()')(hook.sign('{"broken": ')));
      expect(await thrownBy(told)).toBeInstanceOf(CrossdockError);
    });
  });
}
