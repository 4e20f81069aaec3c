import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { TraceStep } from '../../../../agent/src/protocol/orders.ts';
import { Badge } from '../../components/badge.tsx';
import { formatDuration, formatTime } from '../../components/format.ts';
import { outcomeLabel } from '../../components/labels.ts';

/** Every step of an order under one correlation id, in the order in which it happened. */
export function Timeline({ steps }: { readonly steps: readonly TraceStep[] }): Element {
  if (steps.length === 0) return <p className="crossdock-empty">{__('Nothing has happened yet.', 'crossdock')}</p>;
  return (
    <ol className="crossdock-timeline">
      {steps.map((step, index) => (
        <Step key={`${step.at}|${index}`} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { readonly step: TraceStep }): Element {
  const label = outcomeLabel(step.outcome);
  return (
    <li>
      <time dateTime={step.at} className="crossdock-muted">
        {formatTime(step.at)}
      </time>
      <div>
        <Badge tone={label.tone} text={label.text} />{' '}
        <strong>
          <bdi>{step.title}</bdi>
        </strong>{' '}
        {step.party && <bdi className="crossdock-code">{step.party}</bdi>}
        <Detail step={step} />
      </div>
    </li>
  );
}

function Detail({ step }: { readonly step: TraceStep }): Element | null {
  const effort = effortOf(step);
  if (!step.detail && !effort) return null;
  return (
    <p>
      <bdi>{step.detail}</bdi> {effort && <span className="crossdock-muted">{step.detail ? `· ${effort}` : effort}</span>}
    </p>
  );
}

function effortOf(step: TraceStep): string {
  const parts: string[] = [];
  /* translators: %d: number of the attempt */
  if (step.attempt !== null && step.attempt > 1) parts.push(sprintf(__('attempt %d', 'crossdock'), step.attempt));
  /* translators: %s: length of time, such as "340 ms" */
  if (step.durationMs !== null) parts.push(sprintf(__('took %s', 'crossdock'), formatDuration(step.durationMs)));
  return parts.join(' · ');
}
