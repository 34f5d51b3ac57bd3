import { type Disposable, l10n, window } from 'vscode';
import type { BalanceResult } from '../../../../server/src/protocol.js';
import { chosen } from '../../infrastructure/cancelled.js';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import { editText } from '../../infrastructure/editText.js';
import { withProgress } from '../../infrastructure/progress.js';
import { Refused } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { chooseEntity, chooseLoad, chooseProcessors } from './choices.js';

/** Balance Table…: the table that evens a load with the fewest moved entries, shown first, then put into the text. */
export function activateBalance({ server, log, target }: Services): Disposable {
	const command: Command = {
		id: 'rssv2.balanceTable',
		async execute(argument) {
			const { uri } = await target.document(argument);
			const model = await server.request('rssv2/preview', { uri: uri.toString() });
			if (!model?.adapter)
				throw new Refused(l10n.t('The file describes no adapter yet: there is no table to balance.'));
			const { vportId } = await chooseEntity(model.entities);
			const load = await chooseLoad(model.traffic);
			const wish = { vportId, by: load.by, ...(await chooseProcessors(model.adapter.topology)) };
			const result = await withProgress(server, l10n.t('Balancing'), (workDoneToken, token) =>
				server.request(
					'rssv2/balance',
					{ uri: uri.toString(), source: load.source, ...wish, workDoneToken },
					token,
				),
			);
			if (result.changes.length === 0) {
				void window.showInformationMessage(result.words.join(' '));
				return;
			}
			await confirm(result, load.by);
			await editText(server, uri, result.version, result.changes);
		},
	};
	return registerCommand(command, log);
}

/** Shows every processor before and after, and asks. */
async function confirm({ title, words, processors, notes }: BalanceResult, by: string): Promise<void> {
	const rows = processors.map(
		({ processor, before, after }) =>
			`${processor}: ${before.toLocaleString('en')} → ${after.toLocaleString('en')} ${by}`,
	);
	const [first = '', ...more] = words;
	const detail = [l10n.t('For {0}.', title), ...more, ...notes, '', ...rows].join('\n');
	chosen(await window.showInformationMessage(first, { modal: true, detail }, l10n.t('Change Table')));
}
