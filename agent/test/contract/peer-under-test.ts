import type { Hint, HookRequest } from '../../src/connector/contract.ts';
import type { InboundKind } from '../../src/domain/inbound.ts';
import type { MappingKind } from '../../src/domain/mapping.ts';
import type { OutboundDocument, OutboundKind } from '../../src/domain/outbound.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import type { FaultSpec } from '../peers/faults.ts';

/** Narrows faults to the calls that matter, for instance those that commit. */
export type Narrow = Pick<FaultSpec, 'method' | 'path' | 'body'>;

/** What the suite needs to know of one kind of document that is read. */
export interface InboundSample {
  /** Lets a new document of this kind come into being at the party, and gives its id there. */
  make(): Promise<string>;
  /** An id that looks right but that the party does not have. */
  readonly unknownId: string;
  /** Raw payloads that no mapper may take. */
  readonly garbage: readonly unknown[];
  readonly narrow?: Narrow;
  /** True when the connector reads a stretch before its cursor again, because the party's times are coarse. */
  readonly overlap?: true;
  /** False when the party has no claimable feed in this set-up though the connector can claim. */
  readonly claims?: false;
}

/** What the suite needs to know of one kind of document that is written. */
export interface OutboundSample {
  /** A new valid document, another one with every call. */
  fresh(): Promise<OutboundDocument>;
  /** How many documents (or effects) the party holds because of it: 0 before, 1 after it was written. */
  count(document: OutboundDocument): Promise<number>;
  /** A document that the party refuses, with our code for it; null when the party refuses nothing of this kind. */
  readonly refused: { fresh(): Promise<OutboundDocument>; readonly code: ErrorCode } | null;
  readonly narrow?: Narrow;
}

export interface HookSample {
  /** A webhook as the party would send it, signed rightly over this body. */
  sign(body: string): HookRequest;
  readonly body: string;
  readonly expects: readonly Hint[];
}

/** One running party with all that the suite must know about it: what each connector brings to the suite. */
export interface PeerUnderTest {
  readonly settings: Readonly<Record<string, unknown>>;
  /** The same with a wrong password or key. */
  readonly wrongSettings: Readonly<Record<string, unknown>>;
  /** Mapping tables whose choices the party lists. */
  readonly lists: readonly MappingKind[];
  readonly inbound: Partial<Record<InboundKind, InboundSample>>;
  readonly outbound: Partial<Record<OutboundKind, OutboundSample>>;
  /** Null when the party sends no webhooks. */
  readonly hook: HookSample | null;
  /** How long a call may take here (ms); the "slow" tests wait this long. Default 1000. */
  readonly timeoutMs?: number;
  fault(spec: FaultSpec): void;
  clearFault(): void;
  close(): Promise<void>;
}
