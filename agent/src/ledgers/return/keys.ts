import { fingerprint } from '../../domain/fingerprint.ts';

/** The keys of the exceptions about returns and money: each names what it is about, so that a decision never answers another question. */
export const ASKS = {
  unannounced: (returnId: string) => `return.unannounced:${returnId}`,
  differs: (returnId: string, received: unknown) => `return.differs:${returnId}:${short(received)}`,
  notShipped: (returnId: string) => `return.not-shipped:${returnId}`,
  condition: (returnId: string, lineId: string, condition: string, units: string) =>
    `return.condition:${returnId}:${lineId}:${condition}:${units}`,
  endedThere: (returnId: string) => `return.refused:${returnId}`,
  /** No exception of its own: a screen may offer it for goods that will not come any more. */
  close: (returnId: string) => `return.close:${returnId}`,
  approve: (repaymentId: string, minor: number) => `refund.to-approve:${repaymentId}:${minor}`,
  same: (memoId: string, repaymentId: string) => `refund.ambiguous:${memoId}:${repaymentId}`,
  tooMuch: (repaymentId: string) => `refund.more-than-captured:${repaymentId}`,
  memoGone: (memoId: string) => `credit.refused:${memoId}`,
} as const;

function short(value: unknown): string {
  return fingerprint(value).slice(0, 8);
}
