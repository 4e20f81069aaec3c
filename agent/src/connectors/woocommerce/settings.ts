import { z } from 'zod';

/** How to reach one shop; `crossdock pair` fills in the keys. */
export const WooCommerceSettings = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .meta({ title: 'Home URL', description: 'The address of the shop exactly as under Settings → General → Site Address.' }),
  consumerKey: z.string().min(1).meta({ title: 'Consumer key', secret: true }),
  consumerSecret: z.string().min(1).meta({ title: 'Consumer secret', secret: true }),
  sharedSecret: z.string().min(1).meta({ title: 'Shared secret', description: 'Signs what the shop sends to the agent.', secret: true }),
  dial: z
    .string()
    .regex(/^[^/\s:]+:\d{1,5}$/, 'must be host:port')
    .optional()
    .meta({ title: 'Connect to', description: 'host:port to connect to instead of what the name of the shop resolves to.' }),
  timeoutMs: z
    .number()
    .int()
    .min(100)
    .max(120_000)
    .optional()
    .meta({ title: 'Time-out of one call in milliseconds', description: 'Default: that of the connection.' }),
  sweepOverlapSeconds: z
    .number()
    .int()
    .min(2)
    .max(86_400)
    .default(120)
    .meta({ title: 'Overlap of the sweep in seconds', description: 'How far each sweep looks back over what it has already seen.' }),
});
export type WooCommerceSettings = z.output<typeof WooCommerceSettings>;
