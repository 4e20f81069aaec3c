import { SearchControl } from '@wordpress/components';
import { useEffect, useRef, useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { useDebounced } from '../data/use-debounced.ts';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** A search field that asks when the person pauses, and follows the address when they go back. */
export function SearchBox({ label, value, onSearch }: Props): Element {
  const [typed, setTyped] = useState(value);
  const rested = useDebounced(typed);
  const told = useRef(value);
  useEffect(() => {
    if (rested === told.current) return;
    told.current = rested;
    onSearch(rested);
  }, [rested, onSearch]);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  return (
    <SearchControl
      __nextHasNoMarginBottom
      label={label}
      placeholder={label}
      value={typed}
      onChange={setTyped}
      className="crossdock-search"
    />
  );
}
