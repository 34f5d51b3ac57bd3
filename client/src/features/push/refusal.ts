import { l10n } from 'vscode';
import type { PushPlan } from '../../../../server/src/protocol.js';
import { Refused } from '../../infrastructure/refused.js';

/** Why a plan cannot be applied, and what can be done about it; undefined when it can, or there is nothing to do. */
export function refusalOf({ device, refused, interrupted }: PushPlan): Refused | undefined {
	if (interrupted !== undefined) {
		return new Refused(l10n.t('{0}: {1} Roll it back before you push again.', device.label, interrupted), {
			title: l10n.t('Roll Back…'),
			command: 'rssv2.rollBackLastPush',
			arguments: [device.uri],
		});
	}
	if (refused === undefined) return undefined;
	return new Refused(refused, { title: l10n.t('Show Problems'), command: 'workbench.actions.view.problems' });
}
