import { SelectControl, TextControl } from '@wordpress/components';
import { useEffect } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { useStatus } from '../../data/reads.ts';

interface Props {
  readonly value: string;
  readonly onChange: (connection: string) => void;
}

const RARELY_MS = 15_000;

/** Which system the code belongs to; a free field while the agent has not said which there are. */
export function ConnectionField({ value, onChange }: Props): Element {
  const { data } = useStatus(RARELY_MS);
  const systems = data?.connections.filter((connection) => connection.role !== 'store') ?? [];
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
