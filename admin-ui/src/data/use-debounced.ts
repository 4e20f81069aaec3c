import { useEffect, useState } from '@wordpress/element';

/** The value as it was when it last rested for a moment; what a person types is asked for when they pause. */
export function useDebounced<T>(value: T, restMs = 300): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return rested;
}
