import type { Milestone } from '../../domain/milestone.ts';
import type { Commitment } from './commitments.ts';

const BY_MILESTONE: Readonly<Partial<Record<Milestone, WarehouseStage>>> = { picked: 'picked', packed: 'packed', shipped: 'packed' };
const ORDER = ['backordered', 'released', 'picked', 'packed'] as const;

/** Where goods stand that have not left. */
export type WarehouseStage = (typeof ORDER)[number];

/** Where the goods stand at the warehouses: with several, as far as the last of them is; null while no warehouse has anything to ship. */
export function atWarehouse(commitments: readonly Commitment[]): WarehouseStage | null {
  const busy = commitments.filter(({ closed, lines }) => closed === 'no' && [...lines.values()].some(({ active }) => active > 0));
  const stages = busy.map(({ state }) => stageOf(state));
  return ORDER.find((stage) => stages.includes(stage)) ?? null;
}

function stageOf(state: Commitment['state']): WarehouseStage {
  if (!state) return 'released';
  if (state.milestone === 'backordered') return 'backordered';
  return (state.reached && BY_MILESTONE[state.reached]) ?? 'released';
}
