import { describe, expect, it } from 'vitest';
import { TrytonWarning, refusalOf, refusedAs } from '../../../../src/connectors/tryton/refusals.ts';
import { date, datetime, decimal, parseWire } from '../../../../src/connectors/tryton/wire.ts';
import { ConflictError, RejectedError, TransientError } from '../../../../src/errors/errors.ts';

describe('values on the wire', () => {
  it('come as strings that lose nothing', () => {
    const text = `{"result":[{"p":{"__class__":"Decimal","decimal":"10.0000"},"d":{"__class__":"date","year":2026,"month":1,"day":5},
      "t":{"__class__":"datetime","year":2026,"month":1,"day":5,"hour":7,"minute":8,"second":9,"microsecond":42},"q":1.5,"s":{"__class__":"timedelta","seconds":90}}]}`;
    expect(parseWire(text)).toEqual({ result: [{ p: '10.0000', d: '2026-01-05', t: '2026-01-05T07:08:09.000042Z', q: 1.5, s: 90 }] });
  });

  it('go out as Tryton wants them', () => {
    expect(decimal('0.10')).toEqual({ __class__: 'Decimal', decimal: '0.10' });
    expect(date('2026-12-31T23:59:59Z')).toEqual({ __class__: 'date', year: 2026, month: 12, day: 31 });
    expect(datetime('2026-01-05T07:08:09.000042Z')).toEqual({
      __class__: 'datetime',
      year: 2026,
      month: 1,
      day: 5,
      hour: 7,
      minute: 8,
      second: 9,
      microsecond: 42,
    });
    expect(datetime('2026-01-05T07:08:09.5Z')).toMatchObject({ microsecond: 500_000 });
    expect(() => datetime('yesterday')).toThrow(RangeError);
  });
});

describe('errors in an answer with HTTP 200', () => {
  it.each([
    [['UserError', ['The web ID must be unique.', '', null]], 'RejectedError', 'delivery.refused', 'The web ID must be unique.'],
    [['UserWarning', ['shipment_out_no_carrier_x', 'No carrier', 'Really?']], 'TrytonWarning', 'delivery.refused', 'No carrier Really?'],
    [['ConcurrencyException', 'Records were modified in the meanwhile'], 'ConflictError', 'connection.conflict', 'changed'],
    [['LoginException', ['password', 'Password for admin', 'password']], 'AuthenticationError', 'connection.auth-failed', 'password'],
    [["'nope'", 'Traceback (most recent call last): …'], 'ContractError', 'connection.contract-broken', "'nope'"],
    [['database is locked', 'Traceback …'], 'TransientError', 'connection.server-error', 'busy'],
    ['odd', 'ContractError', 'connection.contract-broken', 'without a kind'],
  ])('%j is a %s', (error, name, code, words) => {
    expect(refusalOf(error, 'model.sale.sale.create')).toMatchObject({ name, code, message: expect.stringContaining(words) });
  });

  it('keep the name of a warning, so that it can be accepted', () => {
    expect((refusalOf(['UserWarning', ['stock_quantity_warning_3', 'Too few', '']], 'x') as TrytonWarning).warning).toBe(
      'stock_quantity_warning_3',
    );
  });

  it('say that a busy database has committed nothing', () => {
    expect((refusalOf(['database is locked', ''], 'x') as TransientError).committed).toBe('no');
  });
});

describe('a refusal', () => {
  const failing = (error: Error) => (): Promise<never> => Promise.reject(error);

  it('gets the code of its document, unless it has one of its own', async () => {
    const plain = refusalOf(['UserError', ['No.', '', null]], 'x');
    await expect(refusedAs('erp.order-refused', failing(plain))).rejects.toMatchObject({
      code: 'erp.order-refused',
      message: 'Tryton refused: No.',
    });
    const own = new RejectedError({ code: 'erp.item-unknown', message: 'No item.' });
    await expect(refusedAs('erp.order-refused', failing(own))).rejects.toBe(own);
  });

  it('stays what it is when it is no refusal', async () => {
    const conflict = new ConflictError({ code: 'connection.conflict', message: 'Changed.' });
    await expect(refusedAs('erp.order-refused', failing(conflict))).rejects.toBe(conflict);
  });
});
