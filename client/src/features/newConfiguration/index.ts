import { commands, type Disposable, l10n, QuickPickItemKind, window } from 'vscode';
import { chosen } from '../../infrastructure/cancelled.js';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { openUnsaved } from '../../infrastructure/untitled.js';

/** New Configuration…: from a preset, a device, or what a tool printed. Nothing is written to disk. */
export function activateNewConfiguration({ server, log }: Services): Disposable {
	const others = [
		{
			label: l10n.t('From a Device…'),
			detail: l10n.t('Its state, as Pull from Device… reads it'),
			command: 'rssv2.pull',
		},
		{
			label: l10n.t('From Text…'),
			detail: l10n.t('What Get-NetAdapterRss or ethtool -x prints, as Import… takes it'),
			command: 'rssv2.import',
		},
	];
	const command: Command = {
		id: 'rssv2.newConfiguration',
		async execute() {
			const presets = (await server.request('rssv2/presets', {})).map(({ name, title, description }) => ({
				label: title,
				description: name,
				detail: description,
				preset: name,
			}));
			const separator = { label: l10n.t('What an adapter has now'), kind: QuickPickItemKind.Separator };
			const picked = chosen(
				await window.showQuickPick([...presets, separator, ...others], {
					title: l10n.t('New RSSv2 Configuration'),
					placeHolder: l10n.t('What the adapter can do'),
				}),
			);
			if ('command' in picked) {
				await commands.executeCommand(picked.command);
				return;
			}
			if (!('preset' in picked)) return;
			const { syntax } = chosen(
				await window.showQuickPick(
					[
						{ label: 'YAML', syntax: 'yaml' as const },
						{ label: l10n.t('JSON with Comments'), syntax: 'json' as const },
					],
					{ title: picked.label, placeHolder: l10n.t('How it is written') },
				),
			);
			await openUnsaved(await server.request('rssv2/new', { preset: picked.preset, syntax }));
		},
	};
	return registerCommand(command, log);
}
