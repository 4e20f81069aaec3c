import { z } from 'zod';
import { ReturnCondition } from '../../domain/return.ts';

const ByCondition = z.enum(['refund', 'ask', 'keep']);

/** What a merchant decides about returns and refunds. */
export const ReturnPolicy = z.object({
  announce: z.boolean().default(true).describe('Announce returns to the warehouse.'),
  bookReturns: z.boolean().default(true).describe('Book a return order in the ERP for a return that began elsewhere.'),
  creditMemos: z
    .enum(['book', 'erp', 'none'])
    .default('book')
    .describe('Who makes credit memos in the ERP: we book one for each refund of the shop, the ERP makes its own, or there are none.'),
  storeRefund: z
    .enum(['automatic', 'ask', 'never'])
    .default('ask')
    .describe(
      'Money back in the shop for a credit memo of the ERP or for goods that came back: by itself, after a person said yes, or never.',
    ),
  callGateway: z
    .boolean()
    .default(false)
    .describe('Whether a refund that we make in the shop moves real money through the payment gateway.'),
  restock: z
    .enum(['never', 'sellable'])
    .default('never')
    .describe("Whether the shop's own stock count takes returned goods back; leave it to the inventory flow where there is one."),
  byCondition: z
    .partialRecord(ReturnCondition, ByCondition)
    .default({})
    .transform((given) => ({ sellable: 'refund', damaged: 'ask', incomplete: 'ask', unknown: 'ask', ...given }) as const)
    .describe('What is paid back for goods, by the condition in which they came: all, after a person said yes, or nothing.'),
  goodsOfRefunds: z
    .enum(['expect', 'money-only'])
    .default('expect')
    .describe(
      'Goods that the shop refunded after they had left: expect them back, or give only the money. Ones that it restocked itself are never expected.',
    ),
  refundShipping: z.boolean().default(false).describe('Whether shipping is paid back when the whole order came back.'),
});
export type ReturnPolicy = z.infer<typeof ReturnPolicy>;
