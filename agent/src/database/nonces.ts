import type { Tx } from './database.ts';

/** Remembers a nonce until it expires; false when it was seen before. */
export async function spendNonce(tx: Tx, nonce: string, expiresAt: number, now: number): Promise<boolean> {
  await tx.deleteFrom('nonces').where('expires_at', '<', now).execute();
  const result = await tx
    .insertInto('nonces')
    .values({ nonce, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('nonce').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
