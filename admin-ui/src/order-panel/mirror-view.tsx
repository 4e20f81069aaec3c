import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { MirrorRow } from '../../../agent/src/protocol/shop.ts';
import { Badge } from '../components/badge.tsx';
import { formatTime } from '../components/format.ts';
import { stageLabel } from '../components/labels.ts';
import { silentParty } from '../data/problem.ts';
import type { Problem } from '../data/problem.ts';

interface Props {
  readonly mirror: MirrorRow | null;
  readonly problem: Problem | null;
}

/** The last state that the agent left with the shop; stays when the agent does not answer. */
export function MirrorView({ mirror, problem }: Props): Element {
  const unknownThere = problem?.code === 'api.not-found';
  if (!mirror) {
    return (
      <p>
        {unknownThere || !problem
          ? __('The agent has not seen this order yet. It appears here by itself.', 'crossdock')
          : __('Nothing is known about this order here.', 'crossdock')}
      </p>
    );
  }
  const label = stageLabel(mirror.stage);
  return (
    <>
      <p>
        <Badge tone={mirror.attention ? 'bad' : label.tone} text={label.text} />
      </p>
      {mirror.message && <p>{mirror.message}</p>}
      {numbers(mirror).map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p className="crossdock-muted">
        {
          /* translators: %s: time */
          sprintf(__('As of %s.', 'crossdock'), formatTime(mirror.updated_at))
        }
      </p>
      {problem && !silentParty(problem) && !unknownThere && <p role="status">{problem.message}</p>}
    </>
  );
}

function numbers(mirror: MirrorRow): readonly string[] {
  const lines: string[] = [];
  /* translators: %s: order number in the ERP */
  if (mirror.erp_number) lines.push(sprintf(__('ERP: %s', 'crossdock'), mirror.erp_number));
  /* translators: %s: order number at the warehouse */
  if (mirror.wms_number) lines.push(sprintf(__('Warehouse: %s', 'crossdock'), mirror.wms_number));
  /* translators: %s: tracking number of a parcel */
  if (mirror.tracking) lines.push(sprintf(__('Tracking: %s', 'crossdock'), mirror.tracking));
  return lines;
}
