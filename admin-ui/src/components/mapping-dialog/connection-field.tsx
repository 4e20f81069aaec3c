import { SelectControl, TextControl } from '@wordpress/components';
import { useEffect } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { useStatus } from '../../data/reads.ts';
import type { MappingKind } from '../../data/reads.ts';

interface Props {
  readonly kind: MappingKind;
  readonly value: string;
  readonly onChange: (connection: string) => void;
}

const RARELY_MS = 15_000;

// These codes are needed where the shop is told; all others where the shop's own codes go out to.
const LED_TO_THE_SHOP: ReadonlySet<MappingKind> = new Set(['carrier', 'status']);

/** Which system the code belongs to, the usual one of this table first; a free field while the agent has not said which there are. */
export function ConnectionField({ kind, value, onChange }: Props): Element {
  const { data } = useStatus(RARELY_MS);
  const usual = (role: string): boolean => (role === 'store') === LED_TO_THE_SHOP.has(kind);
  const systems = [...(data?.connections ?? [])].sort((a, b) => Number(usual(b.role)) - Number(usual(a.role)));
  const first = systems[0]?.id ?? '';
  useEffect(() => {
    if (value === '' && first !== '') onChange(first);
  }, [value, first, onChange]);
  const label = __('System', 'crossdock');
  if (systems.length === 0)
    return <TextControl __next40pxDefaultSize __nextHasNoMarginBottom label={label} value={value} onChange={onChange} />;
  return (
    <SelectControl
      __next40pxDefaultSize
      __nextHasNoMarginBottom
      label={label}
      value={value}
      options={systems.map((system) => ({ value: system.id, label: system.title }))}
      onChange={onChange}
    />
  );
}
