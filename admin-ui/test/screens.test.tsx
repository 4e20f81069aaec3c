import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { App } from '../src/app/app.tsx';
import { open, printSettings, seen, spoken } from './open-screen.tsx';
import { anException, aMapping, anOrder } from './shop/fixtures.ts';
import { startShop } from './shop/start-shop.ts';
import type { PlayedShop } from './shop/start-shop.ts';

let shop: PlayedShop;

beforeEach(async () => {
  shop = await startShop();
  printSettings(shop);
});

afterEach(async () => {
  cleanup();
  await shop.close();
});

const SHORT = [
  { id: 'reship', label: 'Request them again' },
  { id: 'cancel', label: 'Cancel them' },
];
const REFUND = [
  { id: 'approve', label: 'Pay it back' },
  { id: 'reject', label: 'Do not pay' },
];
const LIFE = {
  holds: [{ key: 'order.held:manual', reason: 'Call the customer first', since: '2026-11-23T09:00:00.000Z', until: null }],
  fulfillments: [
    {
      reference: 'shop:1001/1',
      foreign: { id: '9', number: 'WH-9' },
      location: 'main',
      connection: 'wms',
      milestone: 'picked',
      wave: 'W1',
      requestedAt: '2026-11-23T09:00:00.000Z',
      lines: [
        {
          lineId: '1',
          sku: 'MUG-01',
          name: 'Mug',
          requested: '3',
          picked: '2',
          shipped: '0',
          short: '1',
          reason: 'bin empty',
          substitute: 'MUG-02',
        },
      ],
    },
  ],
  changes: [
    {
      key: 'wms.change/1',
      title: 'Change to the warehouse',
      party: 'wms',
      verdict: 'too-late',
      note: null,
      at: '2026-11-23T09:10:00.000Z',
      changes: [{ what: 'quantity', lineId: '1', before: '3', after: '2' }],
    },
  ],
};
const RETURN = {
  id: 'R1',
  reference: 'shop:1001/R1',
  origin: 'person',
  status: 'partly-received',
  number: 'RMA-7',
  trackingNumber: null,
  requestedAt: '2026-11-23T09:00:00.000Z',
  lines: [
    {
      lineId: '1',
      sku: 'MUG-01',
      name: 'Mug',
      reason: 'too small',
      announced: '2',
      received: '1',
      refunded: '0',
      conditions: [{ condition: 'damaged', quantity: '1', restockedTo: null }],
    },
  ],
  exchange: [{ sku: 'TEA-02', quantity: '1' }],
  refund: 'to-approve',
  refunded: { minor: 0, currency: 'EUR' },
  creditMemo: null,
};
const bodyOf = (path: string): unknown => shop.calls.findLast((call) => call.path === path && call.method !== 'GET')?.body;
const goesAway = async (text: RegExp): Promise<void> =>
  waitFor(() => expect(screen.queryByRole('rowheader', { name: text })).toBeNull(), { timeout: 30_000 });

describe('overview', () => {
  it('says whether all paid orders are accounted for, how fast they go and who answers', async () => {
    open(<App />);
    await seen(/128 paid orders = 120 in the ERP \+ 5 explained by an exception \+ 3 just arrived \+ 0 unexplained/);
    expect(screen.getByText(/95% within 1.8 s/)).toBeTruthy();
    const table = screen.getByRole('table', { name: 'Connected systems' });
    expect(within(table).getByText('Waits and tries again')).toBeTruthy();
    expect(screen.getByText('not measured yet')).toBeTruthy();
  });
});

describe('exceptions', () => {
  it('retries all that are selected', async () => {
    const user = open(<App />, '#/exceptions');
    await user.click(await screen.findByRole('checkbox', { name: 'Select all that can be retried' }, { timeout: 30_000 }));
    await user.click(screen.getByRole('button', { name: 'Retry 2 selected' }));
    await seen('2 are tried again.');
    expect(spoken()).toContain('2 are tried again.');
    expect(bodyOf('/agent/exceptions/retry')).toEqual({ ids: ['x1', 'x2'] });
  });

  it('maps the missing SKU by keyboard with a choice live from the ERP, and shows the exception closing itself', async () => {
    const user = open(<App />, '#/exceptions');
    const button = await screen.findByRole('button', { name: /Map this SKU/ }, { timeout: 30_000 });
    button.focus();
    await user.keyboard('{Enter}');
    const dialog = await screen.findByRole('dialog', { name: 'Map “MUG-01”' });
    const box = await within(dialog).findByRole('combobox', { name: 'Code there' }, { timeout: 30_000 });
    await within(dialog).findByText(/Live from the other system/, undefined, { timeout: 30_000 });
    box.focus();
    await user.keyboard('mug');
    await within(dialog).findByRole('option', { name: /Coffee mug/ });
    await user.keyboard('{ArrowDown}{Enter}');
    within(dialog).getByRole('button', { name: 'Save' }).focus();
    await user.keyboard('{Enter}');
    await seen('MUG-01 is mapped. 4 orders that waited for it go on.');
    expect(bodyOf('/agent/mappings/sku')).toEqual({ connection: 'erp', key: 'MUG-01', value: 'P-200', label: 'Coffee mug', version: null });
    await seen(/Closed: SKU is not mapped, order 1001/);
    await goesAway(/SKU is not mapped/);
    expect(document.activeElement?.textContent).toBe('Exceptions');
  });

  it('keeps an open dialog and what was typed in it when the exception closes itself meanwhile', async () => {
    shop.state.options = null;
    const user = open(<App />, '#/exceptions');
    await user.click(await screen.findByRole('button', { name: /Map this SKU/ }, { timeout: 30_000 }));
    const field = await screen.findByRole('textbox', { name: 'Code there' }, { timeout: 30_000 });
    await user.type(field, 'P-7');
    shop.state.exceptions = [];
    await seen(/Nothing needs a person/);
    expect((screen.getByRole('textbox', { name: 'Code there' }) as HTMLInputElement).value).toBe('P-7');
  });

  it('offers neither retry, choices nor mapping to those who may only look', async () => {
    shop.state.exceptions = [anException({ choices: SHORT })];
    printSettings(shop, { capabilities: { manage: false, retry: false, read: true } });
    open(<App />, '#/exceptions');
    await seen('SKU is not mapped');
    expect(screen.queryByRole('button', { name: /Retry|Map this|Request them/ })).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('offers the ways out of an exception by keyboard, says what was decided, and shows it closing itself', async () => {
    shop.state.exceptions = [anException({ id: 'x7', title: 'The warehouse could not find units', choices: SHORT, missing: null })];
    const user = open(<App />, '#/exceptions');
    const button = await screen.findByRole('button', { name: /^Request them again .*units, order 1001$/ }, { timeout: 8000 });
    button.focus();
    await user.keyboard('{Enter}');
    await seen('Decided: Request them again.');
    expect(spoken()).toContain('Decided: Request them again.');
    expect(bodyOf('/agent/exceptions/x7/decide')).toEqual({ choice: 'reship' });
    await seen(/Closed: The warehouse could not find units, order 1001/);
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Exceptions'));
  });

  it('asks before something ends or money moves, and does nothing when the answer is no', async () => {
    const refund = anException({ id: 'x8', code: 'refund.to-approve', title: 'Refund waits for approval', choices: REFUND, missing: null });
    shop.state.exceptions = [refund];
    const user = open(<App />, '#/exceptions');
    await user.click(await screen.findByRole('button', { name: /^Pay it back/ }, { timeout: 8000 }));
    const dialog = await screen.findByRole('dialog', { name: 'Refund waits for approval' });
    expect(within(dialog).getByText(/This moves money/)).toBeTruthy();
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(bodyOf('/agent/exceptions/x8/decide')).toBeUndefined();
    await user.click(screen.getByRole('button', { name: /^Pay it back/ }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Pay it back' }));
    await seen('Decided: Pay it back.');
    expect(bodyOf('/agent/exceptions/x8/decide')).toEqual({ choice: 'approve' });
  });

  it('says in the question when somebody else was faster', async () => {
    shop.state.exceptions = [anException({ id: 'x9', code: 'refund.to-approve', title: 'Refund', choices: REFUND, missing: null })];
    const user = open(<App />, '#/exceptions');
    await user.click(await screen.findByRole('button', { name: /^Pay it back/ }, { timeout: 8000 }));
    const dialog = await screen.findByRole('dialog', { name: 'Refund' });
    shop.state.exceptions = [];
    await user.click(within(dialog).getByRole('button', { name: 'Pay it back' }));
    await within(dialog).findByText(/has closed meanwhile/);
  });

  it('shows hostile text as text', async () => {
    const evil = '<img src=x onerror="window.hacked=1">';
    shop.state.exceptions = [anException({ title: evil, message: evil, cure: evil, orderNumber: evil })];
    open(<App />, '#/exceptions');
    await waitFor(() => expect(screen.getAllByText(evil).length).toBeGreaterThan(2), { timeout: 30_000 });
    expect(document.querySelector('img')).toBeNull();
  });
});

describe('an agent that is down', () => {
  it('is said with its time while the last good data stays, and is over by itself when it answers', async () => {
    const user = open(<App />, '#/exceptions');
    await seen('SKU is not mapped');
    shop.state.agentDown = true;
    await seen(/The agent does not answer since/);
    expect(screen.getByText('SKU is not mapped')).toBeTruthy();
    shop.state.agentDown = false;
    await user.click(screen.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(screen.queryByText(/The agent does not answer since/)).toBeNull(), { timeout: 30_000 });
  });

  it('never leaves a spinner where nothing was ever loaded', async () => {
    shop.state.agentDown = true;
    open(<App />, '#/orders');
    await seen(/The agent does not answer since/);
    await seen(/Nothing can be shown yet/);
    expect(screen.queryByText('Loading…')).toBeNull();
  });

  it('keeps the dialog and what was typed when a save fails', async () => {
    shop.state.options = null;
    const user = open(<App />, '#/exceptions');
    await user.click(await screen.findByRole('button', { name: /Map this SKU/ }, { timeout: 30_000 }));
    await user.type(await screen.findByRole('textbox', { name: 'Code there' }, { timeout: 30_000 }), 'P-200');
    shop.state.agentDown = true;
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await within(screen.getByRole('dialog')).findByText(/Nothing was changed; try again when it answers/);
    expect((screen.getByRole('textbox', { name: 'Code there' }) as HTMLInputElement).value).toBe('P-200');
  });
});

describe('mappings', () => {
  it('put the missing keys on top with the number of orders that wait', async () => {
    open(<App />, '#/mappings/sku');
    const table = await screen.findByRole('table', { name: 'Missing mappings that orders wait for' }, { timeout: 30_000 });
    expect(within(table).getByRole('row', { name: /MUG-01 erp 4 Order 1001/ })).toBeTruthy();
  });

  it('show the value of somebody who saved first, and save mine only when I say so', async () => {
    shop.state.options = null;
    const user = open(<App />, '#/mappings/sku');
    await user.click(await screen.findByRole('button', { name: 'Edit TEE-01' }, { timeout: 30_000 }));
    const field = await screen.findByRole('textbox', { name: 'Code there' }, { timeout: 30_000 });
    await user.clear(field);
    await user.type(field, 'P-300');
    shop.state.mappings = [aMapping({ value: 'P-999', version: 2, updatedBy: 'bert' })];
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await seen(/bert changed this row/);
    expect(shop.state.mappings[0]!.value).toBe('P-999');
    await user.click(screen.getByRole('button', { name: 'Save mine: P-300' }));
    await seen('TEE-01 is mapped.');
    expect(shop.state.mappings[0]!.value).toBe('P-300');
  });

  it('are deleted only after a question', async () => {
    const user = open(<App />, '#/mappings/sku');
    await user.click(await screen.findByRole('button', { name: 'Delete TEE-01' }, { timeout: 30_000 }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete this mapping?' });
    expect(shop.state.mappings).toHaveLength(1);
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await seen('The mapping of TEE-01 is deleted.');
    expect(shop.state.mappings).toHaveLength(0);
  });
});

describe('orders', () => {
  it('lead to the trace of one order with its numbers, lines, parcels and steps', async () => {
    const user = open(<App />, '#/orders');
    await user.click(await screen.findByRole('link', { name: '1001' }, { timeout: 30_000 }));
    await seen('Order written');
    expect(screen.getByRole('heading', { name: 'Order 1001' })).toBe(document.activeElement);
    expect(screen.getAllByText('SO-77').length).toBeGreaterThan(0);
    expect(screen.getByText(/attempt 2 · took 340 ms/)).toBeTruthy();
    expect(screen.getByRole('link', { name: /1Z999/ }).getAttribute('href')).toBe('https://track.example/1Z999');
    expect(window.location.hash).toBe('#/orders/1001?connection=shop');
  });

  it('show holds, requests to warehouses, changes with their verdicts and what is open or cancelled of each line', async () => {
    const line = { ...anOrder().order.lines[0]!, ordered: '5', open: '2', backordered: '1', cancelled: '1', returned: '1', refunded: '1' };
    shop.state.orders = [anOrder({ ...LIFE, stage: 'held', lines: [line] })];
    open(<App />, '#/orders/1001');
    await seen('Call the customer first');
    const table = screen.getByRole('table', { name: 'Lines of the order' });
    expect(within(table).getByRole('row', { name: /Mug MUG-01 5 3 3 2 2 ?1 wait for stock 1 1 1/ })).toBeTruthy();
    expect(screen.getByText(/3 requested, 2 picked, 0 shipped · 1 short \(bin empty\) · proposed instead: MUG-02/)).toBeTruthy();
    expect(screen.getByText('Too late')).toBeTruthy();
    expect(screen.getByText('Change to the warehouse')).toBeTruthy();
  });

  it('show what comes back, how it came, and what is paid for it', async () => {
    shop.state.orders = [anOrder({ returns: [RETURN], exchangeFor: 'shop:990/R1' })];
    open(<App />, '#/orders/1001');
    await seen('Received in part');
    expect(screen.getByText(/2 announced, 1 received · 1 damaged · too small/)).toBeTruthy();
    expect(screen.getByText('1 × TEA-02 go out instead')).toBeTruthy();
    expect(screen.getByText(/The refund waits for approval/)).toBeTruthy();
    expect(screen.getByText('shop:990/R1')).toBeTruthy();
  });

  it('never make a link of a tracking address that is not of the web', async () => {
    const [shipment] = anOrder().order.shipments;
    const packages = [{ ...shipment!.packages[0]!, trackingNumber: 'EVIL1', carrier: 'X', url: 'javascript:alert(1)' }];
    shop.state.orders = [anOrder({ shipments: [{ ...shipment, packages }] })];
    open(<App />, '#/orders/1001');
    const number = await seen('EVIL1');
    expect(number.closest('a')).toBeNull();
  });
});

describe('a shop that is not paired', () => {
  it('shows setup on every address, gives a command to copy, and goes on by itself when the agent has paired', async () => {
    shop.state.paired = false;
    printSettings(shop);
    const user = open(<App />, '#/exceptions');
    expect(screen.queryByRole('navigation')).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Make a pairing code' }));
    const field = await screen.findByRole('textbox', { name: /Command to run/ }, { timeout: 30_000 });
    expect((field as HTMLInputElement).value).toBe('crossdock pair https://shop.example ABCD-1234');
    expect(screen.getByText(/The code works for another (10:00|9:5\d)/)).toBeTruthy();
    shop.state.paired = true;
    await seen('SKU is not mapped');
  });
});

describe('a copied site', () => {
  it('says that it is silent and lets a person choose', async () => {
    shop.state.fenced = true;
    printSettings(shop);
    open(<App />);
    expect(screen.getByRole('heading', { name: /this site looks like a copy/ })).toBeTruthy();
    expect(screen.getByRole('button', { name: /same shop at a new address/ })).toBeTruthy();
    expect(screen.getByRole('button', { name: /It is a copy/ })).toBeTruthy();
    await seen('What differs: address.');
  });
});
