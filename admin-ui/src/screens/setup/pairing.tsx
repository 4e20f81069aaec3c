import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { speak } from '@wordpress/a11y';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { settings } from '../../data/settings.ts';
import { useSubmit } from '../../data/use-submit.ts';
import { makePairingCode } from '../../data/writes.ts';
import type { PairingCode } from '../../data/writes.ts';
import { CopyCommand } from './copy-command.tsx';
import { Countdown } from './countdown.tsx';

/** Not paired yet: a one-time code, the command to run, and the wait for the agent. */
export function Pairing(): Element {
  const [code, setCode] = useState<PairingCode | null>(null);
  const submit = useSubmit();
  const make = async (): Promise<void> => {
    setCode(await makePairingCode());
    speak(__('The code is ready. Run the command on the machine of the agent.', 'crossdock'));
  };
  if (!settings().capabilities.manage) {
    return <p>{__('This shop is not paired with an agent yet. Ask a shop manager to do it.', 'crossdock')}</p>;
  }
  return (
    <>
      <p>{__('The agent is a program that runs beside your shop and does the work. Pair the two once; it takes a minute.', 'crossdock')}</p>
      <ol className="crossdock-steps">
        <li>{__('Install the agent on a machine that reaches this shop, the ERP and the warehouse.', 'crossdock')}</li>
        <li>
          {__('Make a code. It works once, for ten minutes.', 'crossdock')}
          <p>
            <Button variant={code ? 'secondary' : 'primary'} isBusy={submit.busy} onClick={() => void submit.run(make)}>
              {code ? __('Make a new code', 'crossdock') : __('Make a pairing code', 'crossdock')}
            </Button>
          </p>
          <ProblemNotice problem={submit.problem} />
        </li>
        <li>
          {__('Run this command there:', 'crossdock')}
          {code ? <Waiting code={code} /> : <p className="crossdock-muted">{__('The command appears here with the code.', 'crossdock')}</p>}
        </li>
      </ol>
    </>
  );
}

function Waiting({ code }: { readonly code: PairingCode }): Element {
  return (
    <>
      <CopyCommand command={code.command} />
      <Countdown key={code.code} until={code.expires_at} />
    </>
  );
}
