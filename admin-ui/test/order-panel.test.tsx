import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MirrorRow } from '../../agent/src/protocol/shop.ts';
import { readMirror } from '../src/order-panel/mirror.ts';
import { OrderPanel } from '../src/order-panel/order-panel.tsx';
import { open, printSettings, seen } from './open-screen.tsx';
import { anException, anOrder } from './shop/fixtures.ts';
import { startShop } from './shop/start-shop.ts';
import type { PlayedShop } from './shop/start-shop.ts';

const MIRROR = MirrorRow.parse({
  order_id: 1001,
  version: 3,
  stage: 'released',
  erp_number: 'SO-77',
  wms_number: 'WH-9',
  tracking: '',
  attention: false,
  message: '',
  updated_at: '2026-11-23T09:00:00.000Z',
});

let shop: PlayedShop;

beforeEach(async () => {
  shop = await startShop();
  printSettings(shop);
});

afterEach(async () => {
  cleanup();
  await shop.close();
});

it('shows at once what the shop itself knows, then what the agent knows', async () => {
  open(<OrderPanel orderId="1001" mirror={readMirror(JSON.stringify(MIRROR))} />);
  expect(screen.getByText('At the warehouse')).toBeTruthy();
  await seen('Partly shipped');
  expect(screen.getByRole('link', { name: /1Z999/ })).toBeTruthy();
  expect(screen.getByText('Mug (MUG-01): 2 of 3 shipped')).toBeTruthy();
});

it('keeps what the shop knows when the agent is down, and says so', async () => {
  shop.state.agentDown = true;
  open(<OrderPanel orderId="1001" mirror={MIRROR} />);
  await seen(/The agent does not answer since/);
  expect(screen.getByText('At the warehouse')).toBeTruthy();
  expect(screen.getByText('ERP: SO-77')).toBeTruthy();
});

it('retries an open exception, links to the mapping dialog, and leaves closed ones out', async () => {
  const closed = anException({ id: 'old', title: 'Solved long ago', state: 'closed', closedAt: '2026-11-23T10:00:00.000Z' });
  shop.state.orders = [anOrder({}, { exceptions: [anException(), closed] })];
  const user = open(<OrderPanel orderId="1001" mirror={MIRROR} />);
  await user.click(await screen.findByRole('button', { name: /Retry/ }, { timeout: 30_000 }));
  await seen('It is tried again now.');
  expect(shop.calls.find((call) => call.path === '/agent/exceptions/retry')?.body).toEqual({ ids: ['x1'] });
  const link = screen.getByRole('link', { name: 'Map this SKU' });
  expect(link.getAttribute('href')).toBe('admin.php?page=crossdock#/mappings/sku?connection=erp&key=MUG-01');
  expect(screen.queryByText('Solved long ago')).toBeNull();
});

it('offers the ways out that an exception has', async () => {
  const short = anException({ id: 'x5', title: 'Short', missing: null, choices: [{ id: 'reship', label: 'Request them again' }] });
  shop.state.orders = [anOrder({}, { exceptions: [short] })];
  const user = open(<OrderPanel orderId="1001" mirror={MIRROR} />);
  await user.click(await screen.findByRole('button', { name: /^Request them again/ }, { timeout: 8000 }));
  await seen('Decided: Request them again.');
  expect(shop.calls.find((call) => call.path === '/agent/exceptions/x5/decide')?.body).toEqual({ choice: 'reship' });
});

it('takes a mirror that cannot be read for none', async () => {
  open(<OrderPanel orderId="5" mirror={readMirror('{broken')} />);
  await waitFor(() => expect(screen.getByText(/has not seen this order yet/)).toBeTruthy());
});
