import { z } from 'zod';

/** How to reach a Tryton database, and what a shop's order becomes there. */
export const TrytonSettings = z.object({
  /** Address of the Tryton server, without the database ("https://erp.example.com"). */
  url: z.url().meta({ title: 'Address', description: 'Address of the Tryton server, without the database.' }),
  /** Name of the database. */
  database: z.string().min(1).meta({ title: 'Database' }),
  /** A user of its own for the agent, with the sales, stock and party groups. */
  user: z.string().min(1).meta({ title: 'User' }),
  password: z.string().min(1).meta({ title: 'Password', secret: true }),
  /** Code of the service product that shipping is booked on. */
  shippingProduct: z.string().min(1).default('SHIPPING').meta({ title: 'Product for shipping' }),
  /** Code of the service product that fees and allowances are booked on. */
  feeProduct: z.string().min(1).default('FEE').meta({ title: 'Product for fees' }),
  /** Code of the service product that takes what gift cards paid, below zero; absent: orders with gift cards are refused in words. */
  giftCardProduct: z.string().min(1).optional().meta({ title: 'Product for gift cards' }),
  /** Code of a service product that takes tax rounding differences of up to one cent per line; absent: such orders are refused with both sums. */
  roundingProduct: z.string().min(1).optional().meta({ title: 'Product for tax rounding' }),
  /** Name of the payment term of shop orders; absent: Tryton's own default. */
  paymentTerm: z.string().min(1).optional().meta({ title: 'Payment term' }),
  /** When Tryton makes the invoice: with the order, with the shipment, or by hand. */
  invoiceMethod: z.enum(['order', 'shipment', 'manual']).default('order').meta({ title: 'Invoice' }),
  /** Guests: found again by e-mail like customers, or one party for each order. */
  guests: z.enum(['by-email', 'one-per-order']).default('by-email').meta({ title: 'Guests' }),
});
export type TrytonSettings = z.output<typeof TrytonSettings>;
