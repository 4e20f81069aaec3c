import { describe } from 'vitest';
import type { Connector } from '../../src/connector/contract.ts';
import { InboundDocument } from '../../src/domain/inbound.ts';
import { OutboundDocument } from '../../src/domain/outbound.ts';
import { setUpBench } from './bench.ts';
import { describeHints } from './hinting.ts';
import { describeIdentity } from './identity.ts';
import type { PeerUnderTest } from './peer-under-test.ts';
import { describeReading } from './reading.ts';
import { describeWriting } from './writing.ts';

/** The one suite that every connector passes, against a party that runs and can be broken. */
export function describeConnector(connector: Connector, makePeer: () => Promise<PeerUnderTest>): void {
  describe(`the connector ${connector.id}`, () => {
    const bench = setUpBench(connector, makePeer);
    describeIdentity(bench);
    for (const { shape } of InboundDocument.options) {
      const kind = shape.kind.value;
      if (connector.reads[kind].read !== 'cannot') describeReading(bench, kind);
    }
    for (const { shape } of OutboundDocument.options) {
      const kind = shape.kind.value;
      describeWriting(bench, kind, connector.writes[kind]);
    }
    describeHints(bench);
  });
}
