import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WorkingCalendar } from '../../agent/src/domain/working-calendar.ts';
import { HoldRule, LocationPolicy, OrderCondition, OrderPolicy, RoutingRule } from '../../agent/src/ledgers/order/policy.ts';
import { ReturnPolicy } from '../../agent/src/ledgers/return/policy.ts';
import { unknownKeysInWords } from '../../agent/src/runtime/unknown-keys.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text ?? '') as { orders?: unknown });

test('the operations page names every setting of the orders', () => {
  const said = new Set([...page.matchAll(/[`"]([A-Za-z]+)[`"]/g)].map(([, word]) => word));
  const schemas = [OrderPolicy, ReturnPolicy, LocationPolicy, WorkingCalendar, OrderCondition, RoutingRule, HoldRule];
  const settings = schemas.flatMap(({ shape }) => Object.keys(shape));
  expect(settings.length).toBeGreaterThan(50);
  expect(settings.filter((setting) => !said.has(setting))).toEqual([]);
});

test('every example of rules is a policy that the agent takes', () => {
  expect(examples.length).toBeGreaterThan(2);
  for (const { orders } of examples) {
    expect(OrderPolicy.safeParse(orders).error?.issues ?? []).toEqual([]);
    expect(unknownKeysInWords(OrderPolicy, orders)).toEqual([]);
  }
});
