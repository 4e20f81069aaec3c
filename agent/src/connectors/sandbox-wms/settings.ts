import { z } from 'zod';

/** How to reach a sandbox warehouse. */
export const SandboxWmsSettings = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .meta({ title: 'Address', description: 'Where the warehouse system answers, for instance http://127.0.0.1:9002' }),
  apiKey: z.string().min(1).meta({ title: 'API key', description: 'A key that may read and write', secret: true }),
  webhookSecret: z
    .string()
    .min(8)
    .nullable()
    .default(null)
    .meta({ title: 'Webhook secret', description: 'What the warehouse signs its webhooks with; leave empty to use none', secret: true }),
  pageSize: z
    .number()
    .int()
    .min(1)
    .max(500)
    .default(200)
    .meta({ title: 'Page size', description: 'How many changed orders are read at once' }),
});
export type SandboxWmsSettings = z.output<typeof SandboxWmsSettings>;
