import { describe, expect, it } from 'vitest';
import { RejectedError } from '../../../src/errors/errors.ts';
import { createLog } from '../../../src/runtime/log.ts';

function logged(facts: Record<string, unknown>, message = 'message'): { line: Record<string, unknown>; text: string } {
  let text = '';
  createLog('debug', { write: (line: string) => void (text += line) }).info(facts, message);
  return { line: JSON.parse(text) as Record<string, unknown>, text };
}

const KEY = `ck_${'0123456789abcdef'.repeat(2)}01234567`;

describe('a line of the log', () => {
  it('is JSON with time, level and message', () => {
    expect(logged({ connection: 'erp' }).line).toMatchObject({
      connection: 'erp',
      msg: 'message',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it.each([
    ['a password', { settings: { password: 'hunter2-secret' } }, 'hunter2'],
    ['an API key', { apiKey: 'hunter2-secret' }, 'hunter2'],
    ['a consumer secret', { consumer_secret: 'hunter2-secret' }, 'hunter2'],
    ['an authorization header', { headers: { authorization: 'Basic aHVudGVyMjpodW50ZXIy' } }, 'aHVudGVy'],
    ['a token inside a text', { note: 'sent Bearer hunter2hunter2' }, 'hunter2'],
    ['a key inside a URL', { url: `https://shop.example/?consumer_key=${KEY}&page=1` }, KEY.slice(4)],
    ['a password inside a URL', { url: 'https://anna:hunter2@shop.example/' }, 'hunter2'],
    ['an e-mail address', { note: 'for ada@example.com' }, 'ada@'],
    ['an address', { billing: { firstName: 'Ada', line1: '12 Analytical Street' } }, 'Analytical'],
    ['a phone number deep inside', { a: { b: [{ phone: '+49 30 1234' }] } }, '1234'],
  ])('never holds %s', (_what, facts, secret) => {
    const { text } = logged(facts as Record<string, unknown>);
    expect(text).not.toContain(secret);
    expect(text).toMatch(/\[(redacted|e-mail)\]/);
  });

  it('has its message and its errors redacted too, with stack and cause', () => {
    const cause = new Error('login of ada@example.com failed');
    const error = new RejectedError({
      code: 'erp.customer-refused',
      message: 'ada@example.com is known',
      facts: { host: 'erp', email: 'x@y.z' },
      cause,
    });
    const { text, line } = logged({ error }, `asked with ${KEY}`);
    expect(text).not.toMatch(/ada@|x@y|ck_0123/);
    expect(line['error']).toMatchObject({
      type: 'RejectedError',
      code: 'erp.customer-refused',
      stack: expect.stringContaining('log.test.ts'),
    });
  });

  it('keeps what is needed to follow an order', () => {
    const facts = { subject: 'shop/sales-order/1001', key: 'erp.sales-order', code: 'erp.order-refused', attempt: 2, number: 'SO-7' };
    expect(logged(facts).line).toMatchObject(facts);
  });

  it('survives a value that holds itself, and writes nothing below its level', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(logged({ loop }).text).toContain('[deep]');
    let text = '';
    createLog('warn', { write: (line: string) => void (text += line) }).info({}, 'quiet');
    expect(text).toBe('');
  });
});
