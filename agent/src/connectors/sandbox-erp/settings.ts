import { z } from 'zod';

/** How to reach a sandbox ERP. */
export const SandboxErpSettings = z.object({
  url: z.url({ protocol: /^https?$/ }).meta({ title: 'Address', description: 'Where the ERP answers, for instance http://127.0.0.1:9001' }),
  apiKey: z.string().min(1).meta({ title: 'API key', description: 'A key that may read and write', secret: true }),
  webhookSecret: z
    .string()
    .min(8)
    .nullable()
    .default(null)
    .meta({ title: 'Webhook secret', description: 'What the ERP signs its webhooks with; leave empty to use none', secret: true }),
  roundingTolerance: z.number().int().min(0).max(100).default(0).meta({
    title: 'Rounding tolerance',
    description: "By how many minor units (cents) the ERP may make up for a difference from the shop's total by a rounding charge",
  }),
  pageSize: z
    .number()
    .int()
    .min(1)
    .max(500)
    .default(200)
    .meta({ title: 'Page size', description: 'How many changed orders are read at once' }),
});
export type SandboxErpSettings = z.output<typeof SandboxErpSettings>;
