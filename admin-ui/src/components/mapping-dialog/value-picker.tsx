import { Button, ComboboxControl, TextControl } from '@wordpress/components';
import { useRef, useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { OptionList } from '../../../../agent/src/protocol/mappings.ts';
import { useOptions } from '../../data/reads.ts';
import type { MappingKind } from '../../data/reads.ts';
import { useDebounced } from '../../data/use-debounced.ts';

type Options = NonNullable<OptionList['options']>;

interface Props {
  readonly kind: MappingKind;
  readonly connection: string;
  readonly value: string;
  readonly label: string;
  readonly onPick: (value: string, label: string) => void;
}

/** The code at the other party: chosen from its own live list, or typed where there is no list or a person prefers it. */
export function ValuePicker({ kind, connection, value, label, onPick }: Props): Element {
  const [typing, setTyping] = useState(false);
  const [filter, setFilter] = useState('');
  const live = useOptions(kind, connection, useDebounced(filter));
  const options = useLast(live.data?.options ?? null);
  const reason = live.data?.message ?? live.problem?.message ?? null;
  const nothingToChoose = options === null && (live.data !== null || live.problem !== null);
  if (typing || nothingToChoose || !connection) {
    return (
      <div>
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          label={__('Code there', 'crossdock')}
          help={nothingToChoose ? <NoList reason={reason} /> : null}
          value={value}
          onChange={(typed) => onPick(typed, typed === value ? label : '')}
        />
        {!nothingToChoose && connection && (
          <Button variant="link" onClick={() => setTyping(false)}>
            {__('Choose from the list', 'crossdock')}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div>
      <ComboboxControl
        __next40pxDefaultSize
        __nextHasNoMarginBottom
        label={__('Code there', 'crossdock')}
        help={options === null ? __('Loading the choices…', 'crossdock') : __('Live from the other system; type to search.', 'crossdock')}
        value={value || null}
        options={choices(options ?? [], value, label)}
        onFilterValueChange={setFilter}
        onChange={(picked) => onPick(picked ?? '', options?.find((option) => option.value === picked)?.label ?? '')}
      />
      <Button variant="link" onClick={() => setTyping(true)}>
        {__('Type a code instead', 'crossdock')}
      </Button>
    </div>
  );
}

function NoList({ reason }: { readonly reason: string | null }): Element {
  return (
    <>
      {__('There is no list to choose from; type the code.', 'crossdock')} {reason}
    </>
  );
}

// While the next list is on its way, the one before stays.
function useLast(options: Options | null): Options | null {
  const last = useRef(options);
  if (options !== null) last.current = options;
  return last.current;
}

function choices(options: Options, value: string, label: string): Options {
  const named = options.map((option) => ({ value: option.value, label: nameWithCode(option.value, option.label) }));
  const known = value === '' || options.some((option) => option.value === value);
  return known ? named : [{ value, label: nameWithCode(value, label) }, ...named];
}

function nameWithCode(value: string, label: string): string {
  return label === '' || label === value ? value : `${label} (${value})`;
}
