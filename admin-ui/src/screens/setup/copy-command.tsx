import { speak } from '@wordpress/a11y';
import { Button } from '@wordpress/components';
import { useRef, useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';

/** A command to copy. Without a secure context there is no clipboard; the text is then selected for Ctrl+C. */
export function CopyCommand({ command }: { readonly command: string }): Element {
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    const text = await copied(command, field.current);
    setSaid(text);
    speak(text);
  };
  return (
    <div className="crossdock-command">
      <input
        ref={field}
        type="text"
        readOnly
        dir="ltr"
        value={command}
        aria-label={__('Command to run on the machine of the agent', 'crossdock')}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button variant="secondary" onClick={() => void copy()}>
        {__('Copy', 'crossdock')}
      </Button>
      <span>{said}</span>
    </div>
  );
}

async function copied(command: string, field: HTMLInputElement | null): Promise<string> {
  try {
    await navigator.clipboard.writeText(command);
    return __('Copied.', 'crossdock');
  } catch {
    field?.focus();
    return __('The command is selected; copy it with your keyboard.', 'crossdock');
  }
}
